// Protects what was acknowledged from a power cut: a sale printed as committed, a purchase sent to a meter, an order printed as confirmed.
// How: a traced run of the real program; the folder is rebuilt at hundreds of moments from synced bytes alone and opened by the product.
import Foundation
import Operations
import Seeded
import Store
import Testing

struct PowerCutTests {
    private static let cuts = 300 * Effort.factor

    @Test func whatWasAcknowledgedSurvivesEveryCut() async throws {
        try await elsewhere {
            let run = try TracedSale(lying: false)
            #expect(run.promises.count > 20, "the run promised \(run.promises.count) things only")
            let lost = try run.lost(cuts: Self.cuts, seed: Effort.firstSeed)
            #expect(lost.isEmpty, "SEED=\(Effort.firstSeed): \(lost.count) cuts, the first: \(lost.prefix(3).joined(separator: "\n"))")
        }
    }

    /// The test above is worth something only if it finds what a bad disk does.
    @Test func aDiskThatOnlyPretendsToSyncLosesAcknowledgedSales() async throws {
        try await elsewhere {
            let run = try TracedSale(lying: true)
            #expect(run.pretended > 10)
            let lost = try run.lost(cuts: 40, seed: Effort.firstSeed)
            #expect(lost.count > 10, "\(lost.count) of 40 cuts lost something")
        }
    }
}

/// A sale to every room of a small campus from the plan to the meters, recorded call by call.
private struct TracedSale {
    let promises: [Promise]
    let pretended: Int
    private let campus: CrashCampus
    private let copies: TemporaryFolder
    private let recorded: RecordedFolder

    /// - Parameter lying: syncs are answered with yes and not done.
    init(lying: Bool) throws {
        campus = try CrashCampus(rooms: 24, faults: CrashCampus.badLine, speed: 50)
        copies = try TemporaryFolder()
        try campus.copyBooks(to: copies.file("before"))
        let (log, output) = (copies.file("trace"), copies.file("output"))
        let lie = lying ? ["-e", "inject=fdatasync,fsync:retval=0"] : []
        let command = "exec \"$@\" > \(output)"
        let finished = try Program.traced(
            SystemCallLog.options + lie + ["-o", log], "/bin/sh", ["-c", command, "sh", Program.path] + campus.topUp(wait: 60))
        guard finished.status == 0 else { throw CanNotBegin(what: finished.words) }
        campus.stopEquipment()
        let calls = try SystemCallLog(log)
        promises = Promise.all(in: calls.calls, output: output)
        pretended = calls.pretended
        recorded = RecordedFolder(folder: campus.path, before: try RecordedFolder.files(in: copies.file("before")), calls: calls.calls)
    }

    /// What is missing or wrong after cuts at random moments, a line a cut.
    func lost(cuts: Int, seed: UInt64) throws -> [String] { try recorded.failures(cuts: cuts, seed: seed, judge: judge) }

    /// The product opens the books first, as at the next start of the machine.
    private func judge(_ folder: String, at moment: Int) -> [String] {
        do {
            let findings = try SQLiteBooks.open(in: CampusFolder(folder)).verify().findings
            let books = try BooksPicture(folder + "/books.sqlite")
            return findings + promises.filter { $0.at <= moment && !$0.isKept(by: books) }.map { "lost: \($0.kind)" }
        } catch {
            return ["\(error)"]
        }
    }
}
