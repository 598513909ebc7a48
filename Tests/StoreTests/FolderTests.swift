// Protects: the campus is found where the operator said, else where the environment says, else in the usual place; and the small parts
// of the store that touch the machine: ids, clock, hash. How: tables of arguments; a clock in hand; the published vectors of SHA-256.

import Domain
import Foundation
import Operations
import Synchronization
import Testing

@testable import Store

struct FolderTests {
    @Test(
        arguments: [
            ("/a", ["DORMWATT_CAMPUS": "/b", "XDG_DATA_HOME": "/c", "HOME": "/d"], "/a"),
            ("campus", [:], "campus"),
            (nil, ["DORMWATT_CAMPUS": "/b", "XDG_DATA_HOME": "/c", "HOME": "/d"], "/b"),
            ("", ["DORMWATT_CAMPUS": "", "XDG_DATA_HOME": "/c", "HOME": "/d"], "/c/dormwatt"),
            (nil, ["XDG_DATA_HOME": "relative", "HOME": "/d"], "/d/.local/share/dormwatt"),
            (nil, ["HOME": "/d"], "/d/.local/share/dormwatt"),
            (nil, ["HOME": ""], nil),
            (nil, [:], nil),
        ] as [(String?, [String: String], String?)])
    func theCampusIsFound(_ argument: String?, _ environment: [String: String], _ path: String?) {
        #expect(CampusFolder.locate(argument: argument, environment: environment)?.path == path)
    }

    @Test func creatingIsRepeatableAndKeepsWhatIsThere() throws {
        let campus = try TemporaryCampus()
        try Data("kept".utf8).write(to: URL(fileURLWithPath: campus.folder.backups + "/kept"))
        try campus.folder.create()
        for name in ["backups", "reports", "log"] {
            var isFolder: ObjCBool = false
            #expect(FileManager.default.fileExists(atPath: campus.folder.path + "/" + name, isDirectory: &isFolder) && isFolder.boolValue)
        }
        #expect(try String(contentsOfFile: campus.folder.backups + "/kept", encoding: .utf8) == "kept")
        #expect(!campus.folder.hasBooks)
        _ = try SQLiteBooks.create(in: campus.folder)
        #expect(campus.folder.hasBooks)
    }

    @Test func booksWhoseMakingWasCutOffAreMadeAgain() throws {
        let campus = try TemporaryCampus()
        let draft = campus.folder.books + ".new"
        for suffix in ["", "-journal"] { try Data("half".utf8).write(to: URL(fileURLWithPath: draft + suffix)) }
        let id = try SQLiteBooks.create(in: campus.folder).campusID
        for suffix in ["", "-journal"] { #expect(!FileManager.default.fileExists(atPath: draft + suffix)) }
        #expect(throws: BooksError.self) { try SQLiteBooks.create(in: campus.folder) }
        // Killed between the second name and the end of the first.
        #expect(link(campus.folder.books, draft) == 0)
        #expect(try SQLiteBooks.open(in: campus.folder).campusID == id)
        #expect(!FileManager.default.fileExists(atPath: draft))
    }

    @Test func idsAreShortRisingAndSafe() {
        let clock = HandClock(Instant(milliseconds: 1_795_266_958_000))
        let ids = RandomIDs(clock: clock)
        var seen: [String] = []
        for step in 0..<3000 {
            // Now and then the clock stands, goes on, or is set back.
            clock.set(Instant(milliseconds: 1_795_266_958_000 + Int64(step / 7 * 31) - (step % 500 == 0 ? 100_000 : 0)))
            seen.append(ids.next())
        }
        #expect(Set(seen).count == seen.count)
        #expect(seen.sorted() == seen)
        #expect(seen.allSatisfy { $0.utf8.count == 13 && $0.allSatisfy { "0123456789abcdefghjkmnpqrstvwxyz".contains($0) } })
        clock.set(Instant(milliseconds: 4_000_000_000_000))
        #expect(ids.next() > seen[2999])
        let other = RandomIDs(clock: clock)
        #expect(Set((0..<1000).map { _ in other.next() }).isDisjoint(with: seen))
    }

    @Test func theHashIsSHA256() {
        func hex(_ bytes: [UInt8]) -> String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
        #expect(hex(SHA256Seal().hash([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(hex(SHA256Seal().hash(Array("abc".utf8))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    /// What is digested in parts is what is digested at once, beyond the size of the buffer; and lists of fields do not run together.
    @Test func digestsTellFieldsApart() {
        func digest(_ write: (inout DigestWriter) -> Void) -> [UInt8] {
            var writer = DigestWriter()
            write(&writer)
            return writer.finish()
        }
        let one = digest { writer in for number in 0..<5000 { writer.add(Int64(number)) } }
        #expect(one == digest { writer in for number in 0..<5000 { writer.add(Int64(number)) } })
        #expect(
            digest {
                $0.add("ab"); $0.add("c")
            }
                != digest {
                    $0.add("a"); $0.add("bc")
                })
        #expect(digest { $0.add(Int64?.none) } != digest { $0.add(Int64?.some(0)) })
    }

    @Test func theClockGoesOn() {
        let first = SystemClock().now()
        #expect(first.milliseconds > 1_700_000_000_000)
        #expect(SystemClock().now() >= first)
    }
}

/// A clock that shows what it was set to.
private final class HandClock: OfficeClock {
    private let time: Mutex<Instant>

    init(_ time: Instant) { self.time = Mutex(time) }

    func set(_ time: Instant) { self.time.withLock { $0 = time } }
    func now() -> Instant { time.withLock { $0 } }
}
