import ArgumentParser
import Operations
import Store

/// Reads the whole journal again.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Read the whole journal again: hashes, chain, balance of every entry, lots, orders.")

    @OptionGroup var campus: CampusOptions
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let session = try campus.open()
        let result = try session.books.verify()
        let head = result.head.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        if json {
            try JSONOutput.print(VerificationOutput(entries: result.entries, head: head, findings: result.findings))
        } else {
            for finding in result.findings { Complaint.print(finding) }
            print(result.findings.isEmpty ? "\(result.entries) entries agree. Head \(head)" : "\(result.findings.count) findings.")
        }
        try (result.findings.isEmpty ? ExitStatus.done : .doesNotVerify).leave()
    }
}

private struct VerificationOutput: Encodable {
    let entries: Int64
    let head: String
    let findings: [String]
}
