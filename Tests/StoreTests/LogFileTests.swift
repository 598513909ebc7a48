// Protects: the log goes on over restarts, keeps what is newest in two files of a fixed size, and never stops who writes it.
// How: small files in a folder of their own; disks without room and folders in the way are made of what the machine has.

import Foundation
import Testing

@testable import Store

struct LogFileTests {
    private let campus: TemporaryCampus
    private var path: String { campus.folder.log + "/collector.log" }

    init() throws { campus = try TemporaryCampus() }

    private func lines(_ path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test func itGoesOnAtItsEnd() throws {
        for line in ["one", "two"] { try #require(LogFile(path: path)).append(line) }
        #expect(try lines(path) == ["one", "two"])
    }

    @Test func twoFilesOfAFixedSizeHoldTheNewest() throws {
        var log = try #require(LogFile(path: path, size: 100))
        for number in 0..<1000 {
            log.append("line \(String(1000 + number))")
            // The size of what was there before counts as well.
            if number % 7 == 0 { log = try #require(LogFile(path: path, size: 100)) }
        }
        let (older, newer) = (try lines(path + ".1"), try lines(path))
        #expect(older.count == 10 && (1...10).contains(newer.count))
        #expect(older + newer == (0..<1000).suffix(older.count + newer.count).map { "line \(1000 + $0)" })
        #expect(Set(try FileManager.default.contentsOfDirectory(atPath: campus.folder.log)) == ["collector.log", "collector.log.1"])
    }

    @Test func aLineLongerThanAFileIsWrittenAlone() throws {
        let log = try #require(LogFile(path: path, size: 10))
        for line in ["short", "much longer than ten bytes", "end"] { log.append(line) }
        #expect(try lines(path + ".1") == ["much longer than ten bytes"])
        #expect(try lines(path) == ["end"])
    }

    /// A folder stands under the name of the older file.
    @Test func aFileThatCanNotBePutAsideIsBegunAnew() throws {
        try FileManager.default.createDirectory(atPath: path + ".1", withIntermediateDirectories: false)
        let log = try #require(LogFile(path: path, size: 20))
        for number in 0..<9 { log.append("line \(number)") }
        #expect(try lines(path) == ["line 8"])
    }

    @Test func aFolderThatIsGoneStopsNothing() throws {
        let log = try #require(LogFile(path: path, size: 20))
        try FileManager.default.removeItem(atPath: campus.folder.log)
        for number in 0..<9 { log.append("line \(number)") }
        try FileManager.default.createDirectory(atPath: campus.folder.log, withIntermediateDirectories: false)
        log.append("again")
        #expect(try lines(path) == ["again"])
    }

    /// `/dev/full` is a disk without room that every machine has.
    @Test func aDiskWithoutRoomStopsNothing() throws {
        let log = try #require(LogFile(path: "/dev/full"))
        log.append("lost")
        log.append("lost too")
    }

    @Test func aFolderThatIsNotThereIsSaid() { #expect(LogFile(path: campus.folder.path + "/missing/collector.log") == nil) }
}
