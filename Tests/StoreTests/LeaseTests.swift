// Protects: only one holder of the lease speaks to the concentrators, and a holder that dies lets go.
// How: two leases in this process, and a second process that holds the same kernel lock and is killed.

import Foundation
import Operations
import Testing

@testable import Store

struct LeaseTests {
    @Test func oneHolderAtATime() throws {
        let campus = try TemporaryCampus()
        #expect(CampusLease.holder(in: campus.folder) == nil)
        let lease = try #require(try CampusLease.acquire(in: campus.folder, holder: "console desk-1, process 4711"))
        #expect(try CampusLease.acquire(in: campus.folder, holder: "console desk-2") == nil)
        #expect(CampusLease.holder(in: campus.folder) == "console desk-1, process 4711")
        lease.release()
        #expect(CampusLease.holder(in: campus.folder) == nil)
        let next = try #require(try CampusLease.acquire(in: campus.folder, holder: "desk-2\nwith a second line"))
        #expect(CampusLease.holder(in: campus.folder) == "desk-2 with a second line")
        // The old holder lets go a second time: that takes nothing from the new one.
        lease.release()
        #expect(try CampusLease.acquire(in: campus.folder, holder: "desk-3") == nil)
        next.release()
    }

    @Test func aLeaseThatIsDroppedIsFree() throws {
        let campus = try TemporaryCampus()
        _ = try CampusLease.acquire(in: campus.folder, holder: "short")
        #expect(CampusLease.holder(in: campus.folder) == nil)
        #expect(try CampusLease.acquire(in: campus.folder, holder: "next") != nil)
    }

    private static let script = """
        import fcntl, os, struct, sys
        file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
        lock = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0)
        try:
            fcntl.fcntl(file, 37, lock)
        except OSError:
            print("taken", flush=True)
            sys.exit(3)
        os.ftruncate(file, 0)
        os.write(file, b"the other process")
        print("held", flush=True)
        sys.stdin.readline()
        """

    @Test func anotherProcessHoldsItUntilItDies() throws {
        let campus = try TemporaryCampus()
        let other = try Helper(python: LeaseTests.script, [campus.folder.lease])
        #expect(other.line() == "held")
        #expect(try CampusLease.acquire(in: campus.folder, holder: "console") == nil)
        #expect(CampusLease.holder(in: campus.folder) == "the other process")
        other.kill()
        #expect(CampusLease.holder(in: campus.folder) == nil)
        let lease = try #require(try CampusLease.acquire(in: campus.folder, holder: "console"))
        let third = try Helper(python: LeaseTests.script, [campus.folder.lease])
        #expect(third.line() == "taken")
        #expect(third.wait() == 3)
        lease.release()
    }

    /// The text in the file is for people: left behind by a holder that was killed, it holds nobody off.
    @Test func oldTextIsNoLease() throws {
        let campus = try TemporaryCampus()
        try Data("console desk-9, process 1\n".utf8).write(to: URL(fileURLWithPath: campus.folder.lease))
        #expect(CampusLease.holder(in: campus.folder) == nil)
        let lease = try #require(try CampusLease.acquire(in: campus.folder, holder: ""))
        #expect(CampusLease.holder(in: campus.folder) == "another process")
        lease.release()
    }

    @Test func aFolderThatIsNotThereIsSaid() throws {
        let campus = try TemporaryCampus()
        let missing = CampusFolder(campus.folder.path + "/missing")
        #expect(throws: BooksError.readOnly(missing.lease)) { try CampusLease.acquire(in: missing, holder: "console") }
        #expect(CampusLease.holder(in: missing) == nil)
    }
}
