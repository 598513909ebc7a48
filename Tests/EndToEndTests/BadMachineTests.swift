// Protects the money when the machine is bad: a full disk, a folder that can not be written.
// How: the real program under strace, which lets writes fail; and as a user who may not write.
import Foundation
import Testing

struct BadMachineTests {
    @Test func aFullDiskIsToldAndNothingIsSold() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let arguments = [
            "-f", "-o", "/dev/null", "-e", "trace=pwrite64", "-e", "inject=pwrite64:error=ENOSPC:when=1+", Program.path, "topup", "3-418",
            "50",
            "--wait", "0", "--campus", campus.path,
        ]
        let finished = try Shell.run("/usr/bin/strace", arguments)
        #expect(finished.status == 1, "\(finished.output)\(finished.errors)")
        #expect(finished.errors.contains("The disk is full."), "\(finished.errors)")
        #expect((try campus.run("orders", "--json").json() as? [Any])?.isEmpty == true)
        #expect(try campus.run("verify").status == 0)
    }

    @Test func aFolderThatCanNotBeWrittenIsTold() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        // Root may write everywhere, so the command runs as a user who owns nothing here.
        _ = try Shell.run("/bin/chmod", ["-R", "a+rX,a-w", campus.folder.path])
        let arguments = ["topup", "3-418", "50", "--wait", "0", "--campus", campus.path]
        let finished =
            getuid() == 0
            ? try Shell.run("/usr/bin/setpriv", ["--reuid=65534", "--clear-groups", Program.path] + arguments)
            : try Shell.run(Program.path, arguments)
        #expect(finished.status == 1, "\(finished.output)\(finished.errors)")
        #expect(finished.errors.contains("can not be written"), "\(finished.errors)")
        _ = try Shell.run("/bin/chmod", ["-R", "u+w", campus.folder.path])
        #expect((try campus.run("orders", "--json").json() as? [Any])?.isEmpty == true)
    }
}
