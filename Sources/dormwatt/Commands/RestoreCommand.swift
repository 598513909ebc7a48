import ArgumentParser
import Domain
import Foundation
import Operations
import Phrases
import Store

/// A verified copy takes the place of the books; then what the meters prove beyond it is written again.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a verified copy in the place of the books, and close the gap to the meters.",
        discussion: """
            A copy that does not verify, or is of another campus, is refused. The replaced books are kept in the backups folder.

            After that every meter is read. Sales that a meter has on record and the copy has not are written into the books again;
            what can not be explained is listed and left alone. --gap does this without a copy, for meters that were silent.

            Every console and collector of the campus has to be ended before.
            """)

    @Argument(help: "The copy; see dormwatt backup --list.", completion: .file(extensions: ["sqlite"])) var file: String?
    @Flag(help: "Only hold the meters against the books and close the gap.") var gap = false
    @Flag(help: "Show what would be done and change nothing.") var dryRun = false
    @Flag(help: "Report the gap to the meters and write nothing for it.") var keepGap = false
    @Option(help: "Seconds to wait for the meters; 0 leaves them alone.") var wait = 300
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var campus: CampusOptions

    func validate() throws {
        guard (file == nil) == gap else { throw ValidationError(phrase("Name a copy, or --gap.")) }
        guard wait >= 0 else { throw ValidationError(phrase("--wait takes seconds, 0 or more.")) }
    }

    func run() throws {
        let folder = try campus.locate()
        if let file, dryRun {
            let found = try refusing { try Restore(in: folder).review(file) }
            return try show(RestoreOutput(file, found))
        }
        let lease = try takeLease(folder)
        defer { lease.release() }
        var output = RestoreOutput()
        if let file {
            output.take(file, try refusing { try Restore(in: folder).run(file, stamp: Self.stamp()) })
            if !json { print(output.text) }
        }
        let session = try campus.open()
        let readings = try openReadings(session, &output)
        guard wait > 0 else {
            if file != nil { try listWaiting(session, &output) }
            return try show(output, isPrinted: true)
        }
        let status = try close(session, readings, &output)
        try show(output, isPrinted: true)
        try status.leave()
    }

    // MARK: - The gap to the meters

    private func close(_ session: CampusSession, _ readings: SQLiteReadings, _ output: inout RestoreOutput) throws -> ExitStatus {
        let office = session.office(readings)
        let expected = try office.expectedCounts()
        if !json { print(phrase("Reading \(expected.count) meters.")) }
        let found = try MeterPictures(session: session).read(expected, seconds: wait)
        try readings.record(found.readings)
        try say(readings.takeNotes(), &output)
        let report = try office.gap(found.pictures, silent: found.silent)
        let gap = GapOutput(report)
        output.gap = gap
        if !json { print(gap.text) }
        if !keepGap, !dryRun {
            let recovery = try office.closeGap(found.pictures, actor: session.actor)
            output.recovery = RecoveryOutput(recovery)
            if !json, !report.gaps.isEmpty { print(RecoveryOutput(recovery).text) }
        }
        if file != nil { try listWaiting(session, &output) }
        let verified = try session.books.verify()
        output.findings = verified.findings
        if !json {
            print(verified.findings.isEmpty ? phrase("\(verified.entries) entries agree.") : phrase("\(verified.findings.count) findings."))
        }
        if !verified.findings.isEmpty { return .doesNotVerify }
        let isOpen = !report.gaps.isEmpty && (keepGap || dryRun)
        let isSilent = report.doubts.values.contains { if case .silent = $0 { true } else { false } }
        return isSilent ? .outOfReach : report.doubts.isEmpty && !isOpen ? .done : .refused
    }

    /// Whoever holds the lease writes the readings; damaged ones are put aside and begun anew, with what the meters say now.
    private func openReadings(_ session: CampusSession, _ output: inout RestoreOutput) throws -> SQLiteReadings {
        let readings = try SQLiteReadings.open(in: session.folder, readOnly: false, offset: session.rules.offset)
        // Damage inside shows only where something is read.
        _ = try readings.latest()
        try say(readings.takeNotes(), &output)
        return readings
    }

    private func say(_ notes: [String], _ output: inout RestoreOutput) throws {
        guard !notes.isEmpty else { return }
        let lost = phrase(
            "What the meters said before is lost with them: the use of earlier days and the last values. No money stood there.")
        output.readings = (output.readings ?? []) + notes + [lost]
        if !json { for line in notes + [lost] { print(line) } }
    }

    /// What was withdrawn after the copy was made waits in line again, and nobody but a person can know.
    private func listWaiting(_ session: CampusSession, _ output: inout RestoreOutput) throws {
        let waiting = try session.books.orders(OrderFilter(states: [.queued]))
        output.waiting = waiting.map { OrderOutput($0, offset: session.rules.offset) }
        guard !json, !waiting.isEmpty else { return }
        print(phrase("Waiting in line, to be delivered as soon as a collector runs: \(waiting.count)."))
        print(OrderTable.text(waiting, session.rules.offset))
        print(phrase("One that was withdrawn after the copy was made waits again: withdraw it before you open a console:"))
        print(phrase("dormwatt orders --withdraw ORDER"))
    }

    // MARK: - The copy

    private func takeLease(_ folder: CampusFolder) throws -> CampusLease {
        try folder.create()
        if let lease = try CampusLease.acquire(in: folder, holder: "restore, process \(getpid())") { return lease }
        throw Self.failure(.inUse(by: CampusLease.holder(in: folder) ?? phrase("Another process")))
    }

    /// Of the machine's clock: that of the campus may be among what was lost.
    private static func stamp() -> String {
        let time = WallTime(CampusClock.wallNow(), at: .china)
        let clock = [time.secondOfDay / 3600, time.secondOfDay / 60 % 60, time.secondOfDay % 60]
        return "\(time.day)-" + clock.map { ($0 < 10 ? "0" : "") + "\($0)" }.joined()
    }

    private func refusing<Value>(_ work: () throws -> Value) throws -> Value {
        do { return try work() } catch let error as CopyError { throw Self.failure(error) }
    }

    private static func failure(_ error: CopyError) -> CommandFailure {
        let status: ExitStatus = if case .doesNotVerify = error { .doesNotVerify } else { .refused }
        return CommandFailure(status, "\(error)", unchanged: phrase("The books and all copies are as they were."), remedy: error.remedy)
    }

    private func show(_ output: RestoreOutput, isPrinted: Bool = false) throws {
        if json { try JSONOutput.print(output) } else if !isPrinted { print(output.text) }
    }
}
