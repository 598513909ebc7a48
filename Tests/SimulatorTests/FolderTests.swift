// Protects the memory of the field: a command that was answered survives a crash, and the meters are then as if never stopped.
// Folders in the temporary directory are written, left without farewell, torn, and loaded again.

import Foundation
import Testing

@testable import Simulator

struct FolderTests {
    private let campus = SimulatedCampus.make(CampusPlan(rooms: 6, seed: 1, start: noon - .day, now: noon))

    private func withFolder(_ body: (URL) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("dormwatt-field-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: path) }
        try body(path)
    }

    /// A field that is saved at noon and then obeys some commands, each journalled.
    private func live(in path: URL, commands: Int) throws -> Field {
        let folder = try FieldFolder(path)
        #expect(try folder.load() == nil)
        var field = Field(campus)
        field.advance(to: noon)
        try folder.save(field)
        var machine = FieldMachine(field, faults: FaultPlan())
        machine.open(connection: 1, concentrator: 0)
        for round in 0..<commands {
            let now = noon + Milliseconds(round + 1) * 60_000
            let command = round % 3 == 2 ? wire(0x1C, relayData(0x1A)) : wire(0x03, purchase(0x0701_02FF, 500, 7 + round - round / 3))
            var step = machine.receive(command, connection: 1, now: now)
            try folder.append(step.journal)
            while let next = machine.wakeAt {
                step = machine.step(concentrator: 0, now: next)
                try folder.append(step.journal)
            }
        }
        machine.advance(to: noon + .hour)
        return machine.field
    }

    @Test func killedFieldIsAsIfNeverStopped() throws {
        try withFolder { path in
            let lived = try live(in: path, commands: 8)
            let folder = try FieldFolder(path)
            let loaded = TestField(try #require(try folder.load()))
            loaded.advance(to: noon + .hour)
            #expect(loaded.states == lived.states)
            #expect(loaded.sample("000000000418", at: noon + .hour)?.count == 12)
            #expect(loaded.field.campus == campus)
            // A snapshot empties the journal, and the numbers go on.
            try folder.save(loaded.field)
            try folder.append([
                JournalEntry(
                    time: noon + .hour, plate: "000000000418",
                    request: MeterRequest(address: TestMeter.address, control: 0x03, data: purchase(0x0701_02FF, 100, 13)))
            ])
        }
    }

    @Test func snapshotThenMoreCommandsThenCrash() throws {
        try withFolder { path in
            _ = try live(in: path, commands: 2)
            do {
                let folder = try FieldFolder(path)
                try folder.save(try #require(try folder.load()))
                try folder.append([entry(count: 9, at: noon + .hour)])
            }
            let again = TestField(try #require(try FieldFolder(path).load()))
            #expect(again.sample("000000000418", at: noon + .hour)?.count == 9)
        }
    }

    /// A child that was forked for another program shares each open file until it has started that program.
    @Test func aClosedFolderIsFreeThoughAChildStillSharesItsLock() throws {
        try withFolder { path in
            let lock = path.appendingPathComponent("lock")
            var folder: FieldFolder? = try FieldFolder(path)
            #expect(folder?.path == path)
            let shared = try #require(descriptor(of: lock).map { dup($0) })
            defer { close(shared) }
            #expect(throws: FieldFolderError.self) { try FieldFolder(path) }
            folder = nil
            #expect(throws: Never.self) { try FieldFolder(path) }
        }
    }

    /// The descriptor by which this process has a file open, as the kernel lists it.
    private func descriptor(of file: URL) throws -> Int32? {
        let folder = "/proc/self/fd"
        let real = file.resolvingSymlinksInPath().path
        return try FileManager.default.contentsOfDirectory(atPath: folder)
            .first { (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")) == real }
            .flatMap { Int32($0) }
    }

    private func entry(count: Int, at moment: Milliseconds) -> JournalEntry {
        let request = MeterRequest(address: TestMeter.address, control: 0x03, data: purchase(0x0701_02FF, 100, count))
        return JournalEntry(time: moment, plate: "000000000418", request: request)
    }

    @Test func crashBetweenSnapshotAndEmptyingTheJournalAppliesNothingTwice() throws {
        try withFolder { path in
            _ = try live(in: path, commands: 2)
            let journal = path.appendingPathComponent("journal.log")
            let kept = try Data(contentsOf: journal)
            do {
                let folder = try FieldFolder(path)
                try folder.save(try #require(try folder.load()))
            }
            try kept.write(to: journal)
            let again = TestField(try #require(try FieldFolder(path).load()))
            #expect(again.sample("000000000418", at: noon + .hour)?.count == 8)
        }
    }

    @Test func everyTornEndOfTheJournalIsSurvived() throws {
        try withFolder { path in
            _ = try live(in: path, commands: 2)
            let journal = path.appendingPathComponent("journal.log")
            let whole = try Data(contentsOf: journal)
            let firstLine = try #require(whole.firstIndex(of: 0x0A))
            for length in stride(from: whole.count - 1, to: firstLine, by: -7) {
                try whole.prefix(length).write(to: journal)
                let folder = try FieldFolder(path)
                let loaded = TestField(try #require(try folder.load()))
                #expect(loaded.sample("000000000418", at: noon + .hour)?.count == 7, "cut after \(length) bytes")
                try folder.append([entry(count: 8, at: noon + .hour)])
                let again = TestField(try #require(try Self.reloaded(path)))
                #expect(again.sample("000000000418", at: noon + .hour)?.count == 8)
            }
        }
    }

    /// Copies the files aside, because the folder itself is still locked.
    private static func reloaded(_ path: URL) throws -> Field? {
        let copy = path.appendingPathExtension("copy")
        defer { try? FileManager.default.removeItem(at: copy) }
        try FileManager.default.copyItem(at: path, to: copy)
        return try FieldFolder(copy).load()
    }

    @Test func damageInTheMiddleIsNamedAndNothingChanges() throws {
        try withFolder { path in
            _ = try live(in: path, commands: 4)
            let journal = path.appendingPathComponent("journal.log")
            var bytes = try Data(contentsOf: journal)
            bytes[40] ^= 1
            try bytes.write(to: journal)
            #expect(throws: FieldFolderError.damaged("journal.log", "line 1 is not whole")) { try FieldFolder(path).load() }
            #expect(try Data(contentsOf: journal) == bytes)
            try Data("{".utf8).write(to: path.appendingPathComponent("snapshot.json"))
            #expect(throws: FieldFolderError.damaged("snapshot.json", "it cannot be read")) { try FieldFolder(path).load() }
        }
    }

    @Test func oneProcessHoldsAFolder() throws {
        try withFolder { path in
            let first = try FieldFolder(path)
            #expect(throws: FieldFolderError.inUse(path.path)) { try FieldFolder(path) }
            try first.append([])
        }
        try withFolder { path in
            try Data().write(to: path)
            #expect(throws: FieldFolderError.self) { try FieldFolder(path) }
        }
    }

    @Test func fullDiskIsToldAndSavesNothing() throws {
        try withFolder { path in
            try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: path.appendingPathComponent("journal.log").path, withDestinationPath: "/dev/full")
            let folder = try FieldFolder(path)
            #expect(throws: (any Error).self) { try folder.append([entry(count: 7, at: noon)]) }
            #expect(folder.journalled == 0)
        }
    }

    @Test func journalLinesAreExact() {
        let entry = JournalEntry(
            time: -5, plate: "000000000418", request: MeterRequest(address: TestMeter.address, control: 0x15, data: []))
        let text = JournalLine.text(entry, sequence: 7)
        #expect(JournalLine.parse(text.dropLast())?.entry == entry)
        #expect(JournalLine.parse(text.dropLast())?.sequence == 7)
        #expect(JournalLine.parse(text.dropLast(2)) == nil)
        #expect(JournalLine.parse("") == nil)
    }
}
