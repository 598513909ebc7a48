import Domain
import Foundation
import MeterWire
import Operations
import Screens
import Terminal

/// How often memory is asked for, for what is done all day: a frame, a reading, a drawn cell, a key.
///
/// Counted in a child of this process that loads libCountedMemory.so before all other libraries.
enum Allocations {
    /// The argument by which this program counts and prints nothing but the figures.
    static let argument = "--count"

    private static let rooms = 100_000
    private static let repeats = 20
    private static let library = "libCountedMemory.so"

    /// What is counted, in this order, and how often memory may be asked for at most.
    private static let rows: [(what: String, most: Double)] = [
        ("decoding 1 000 frames", 2_500), ("polling 1 000 meters, from bytes to reading", 20_000),
        ("writing 1 000 readings down", 40_000), ("reading 1 000 of them back", 5_000), ("taking 1 000 over into the console", 5_000),
        ("a frame of 3 000 cells, list of rooms", 3_000), ("a frame of 3 000 cells, wall", 3_000),
        ("an arrow key and its frame, 100 000 rooms", 3_000),
    ]

    static func measure() throws -> [Figure] {
        let own = URL(filePath: CommandLine.arguments[0])
        let child = Process()
        child.executableURL = own
        child.arguments = [argument]
        let preload = own.deletingLastPathComponent().appending(path: library).path
        child.environment = ProcessInfo.processInfo.environment.merging(["LD_PRELOAD": preload]) { $1 }
        let output = Pipe()
        child.standardOutput = output
        try child.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        child.waitUntilExit()
        let counts = text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard child.terminationStatus == 0, counts.count == rows.count else { throw Unmeasurable("allocations were not counted: \(text)") }
        return zip(rows, counts).map { row, count in
            Figure(what: "allocations: \(row.what)", ours: count, peer: row.most, goal: .atMost(1))
        }
    }

    /// Counts, in the child.
    static func printCounts() throws {
        let counter = try AllocationCounter()
        let counts = try [decoding(counter), polling(counter)] + taking(counter) + drawing(counter)
        for count in counts { print(count) }
    }

    // MARK: From the wire

    private static func decoding(_ counter: AllocationCounter) throws -> Double {
        let answers = try Decoding.answers()
        var parser = FrameParser()
        var found: Int64 = 0
        let count = counter.during {
            for turn in 0..<1_000 {
                for case .frame(let frame) in parser.receive(answers[turn % answers.count]) {
                    found += DecodedItem(answer: frame)?.units ?? 0
                }
            }
        }
        guard found > 0 else { throw Unmeasurable("nothing was decoded") }
        return count
    }

    private static func polling(_ counter: AllocationCounter) throws -> Double {
        var campus = PolledCampus(rooms: 1_000)
        _ = campus.round(cost: counter.count)
        let (readings, cost) = campus.round(cost: counter.count)
        return cost / Double(readings.count) * 1_000
    }

    // MARK: To the screen

    private static func taking(_ counter: AllocationCounter) throws -> [Double] {
        var path = try ReadingPath(rooms: 10_000)
        defer { path.remove() }
        try path.takeRound(turn: 1)
        let readings = path.batch(0..<1_000, turn: 2)
        let written = try counter.during { try path.write(readings) }
        var news: [Reading] = []
        let read = try counter.during { news = try path.news() }
        guard news.count == 1_000 else { throw Unmeasurable("\(news.count) of 1 000 readings came back") }
        return [written, read, counter.during { path.show(news) }]
    }

    private static func drawing(_ counter: AllocationCounter) throws -> [Double] {
        var console = KeyWork.console(rooms)
        func press(_ names: String...) { for name in names { _ = Key(text: name).map { console.handle(.key($0)) } } }
        func frame(of screen: String) throws -> Double {
            let lines = console.frame().lines
            guard lines.count == 30, lines[0].contains(screen) else { throw Unmeasurable("this is not \(screen): \(lines[0])") }
            return median((0..<repeats).map { _ in counter.during { _ = console.frame() } })
        }
        let list = try frame(of: "Rooms")
        let key = median(
            (0..<repeats).map { turn in
                counter.during {
                    _ = console.handle(.key(turn % 8 == 7 ? .pageDown : .down))
                    _ = console.frame()
                }
            })
        press("g", "w")
        return [list, try frame(of: "Wall"), key]
    }
}

/// How often this process has asked the C library for memory.
struct AllocationCounter {
    private let calls: @convention(c) () -> UInt64

    init() throws {
        guard let symbol = dlsym(nil, "counted_memory_calls") else { throw Unmeasurable("libCountedMemory.so is not loaded") }
        calls = unsafeBitCast(symbol, to: (@convention(c) () -> UInt64).self)
    }

    func count() -> Double { Double(calls()) }

    func during(_ work: () throws -> Void) rethrows -> Double {
        let before = count()
        try work()
        return count() - before
    }
}
