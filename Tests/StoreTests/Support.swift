// Folders, actors and sales for the tests of the store.

import BooksContract
import Domain
import Foundation
import GRDB
import Operations
import Testing

@testable import Store

/// A campus folder of its own, deleted when the test lets go of it.
final class TemporaryCampus: Sendable {
    let folder: CampusFolder

    init() throws {
        folder = CampusFolder(NSTemporaryDirectory() + "dormwatt-store-\(UUID().uuidString)")
        try folder.create()
    }

    deinit { try? FileManager.default.removeItem(atPath: folder.path) }

    /// New books with the campus of the contract in them.
    func openedBooks() throws -> SQLiteBooks {
        let books = try SQLiteBooks.create(in: folder)
        try ContractCampus.open(in: books)
        return books
    }

    /// Books with a bit of everything: sales, use, and an order that went all its way.
    func livedInBooks() throws -> SQLiteBooks {
        let books = try openedBooks()
        let row = try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
        try ContractCampus.sell(books, ContractCampus.moneyRoom, Money(fen: 30_00), id: "P2")
        try ContractCampus.sell(books, ContractCampus.plainRoom, Money(fen: 20_00), id: "P3")
        let order = try #require(row.order)
        for step in Steps.confirming(order) { _ = try books.record(step) }
        try ContractCampus.use(books, ContractCampus.energyMeter, upTo: Energy(hundredths: 1300_00), id: "U1")
        try ContractCampus.use(books, ContractCampus.moneyMeter, upTo: Energy(hundredths: 620_01), id: "U2")
        try books.request(ReadRequest(id: "R1", meter: ContractCampus.energyMeter.id, at: ContractCampus.evening))
        return books
    }

    /// A connection without any of the settings of the books, as any other program would open the file.
    func rawConnection() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(5)
        return try DatabaseQueue(path: folder.books, configuration: configuration)
    }

    /// Changes the file behind the back of the triggers, which stand as before afterwards.
    func tamper(_ work: (Database) throws -> Void) throws {
        let queue = try rawConnection()
        try queue.inDatabase { try $0.execute(sql: "PRAGMA ignore_check_constraints = ON; PRAGMA synchronous = OFF") }
        try queue.write { database in
            let triggers = try String.fetchAll(database, sql: "SELECT sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid")
            for name in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
                try database.execute(sql: "DROP TRIGGER \(name)")
            }
            try work(database)
            for trigger in triggers { try database.execute(sql: trigger) }
        }
        try queue.close()
    }

    /// Every row of every table as text.
    func dump() throws -> [String] {
        try rawConnection().read { database in
            let tables = try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            return try tables.flatMap { table in
                try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { "\(table) \($0.databaseValues)" }
            }
        }
    }
}

/// Ways of orders.
enum Steps {
    static func reading(_ order: OrderID, count: Int, remaining: Int64, second: Int64) -> CreditReading {
        CreditReading(
            at: ContractCampus.evening.adding(seconds: second), count: count, lastAmount: ContractCampus.energy(90_90),
            totalBought: ContractCampus.energy(390_90), remaining: ContractCampus.energy(remaining), subsidy: ContractCampus.energy(0),
            register: Energy(hundredths: 1234_56), registerAfter: Energy(hundredths: 1234_57))
    }

    /// Sent, no answer, found confirmed.
    static func confirming(_ order: OrderID) -> [OrderStep] {
        let start = ContractCampus.evening
        return [
            OrderStep(
                order: order, from: .queued, to: .sent, at: start.adding(seconds: 1), count: 7,
                totalAfter: ContractCampus.energy(390_90), before: reading(order, count: 6, remaining: 3_25, second: 1), isAttempt: true),
            OrderStep(order: order, from: .sent, to: .unknown, at: start.adding(seconds: 3), note: "no answer"),
            OrderStep(
                order: order, from: .unknown, to: .confirmed, at: start.adding(seconds: 9),
                after: reading(order, count: 7, remaining: 94_15, second: 9)),
        ]
    }
}

/// Longer runs with other seeds: `DORMWATT_SOAK_ROUNDS=5000 DORMWATT_SOAK_SEED=7`.
enum Soak {
    static func rounds(_ usual: Int) -> Int { ProcessInfo.processInfo.environment["DORMWATT_SOAK_ROUNDS"].flatMap { Int($0) } ?? usual }
    static func seed(_ usual: UInt64) -> UInt64 {
        ProcessInfo.processInfo.environment["DORMWATT_SOAK_SEED"].flatMap { UInt64($0) } ?? usual
    }
}

/// Runs a program and answers what it wrote; for second processes.
func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
}

/// A second process that says a line when it is ready and goes on when it is told to.
final class Helper {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init(python script: String, _ arguments: [String]) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script] + arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// The next line that it says; empty at its end.
    func line() -> String {
        var bytes: [UInt8] = []
        while let byte = output.fileHandleForReading.readData(ofLength: 1).first, byte != UInt8(ascii: "\n") { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }

    func goOn() { input.fileHandleForWriting.write(Data("\n".utf8)) }

    /// Ends it at once, without any chance to tidy up.
    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    func wait() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }
}
