import CPaper
import Glibc
import Phrases

/// What became of a printing job, in the words of the printing protocol (RFC 8011, section 5.3.7).
public enum PrintJobState: String, Hashable, Sendable, CaseIterable {
    /// Waits for the printer.
    case pending
    /// Waits for a person.
    case held
    /// Is being sent, or waits for a printer that is off.
    case processing
    /// The printer stopped in the middle of it.
    case stopped
    /// Somebody took it back.
    case canceled
    /// The print server gave it up.
    case aborted
    /// The printer has taken all of it: only now it may be called printed.
    case completed

    init?(_ state: ipp_jstate_t) {
        switch state {
        case IPP_JSTATE_PENDING: self = .pending
        case IPP_JSTATE_HELD: self = .held
        case IPP_JSTATE_PROCESSING: self = .processing
        case IPP_JSTATE_STOPPED: self = .stopped
        case IPP_JSTATE_CANCELED: self = .canceled
        case IPP_JSTATE_ABORTED: self = .aborted
        case IPP_JSTATE_COMPLETED: self = .completed
        default: return nil
        }
    }

    /// Whether nothing more will happen.
    public var isEnd: Bool { self == .completed || self == .canceled || self == .aborted }
}

/// Why something could not be printed.
public struct PrintError: Error, Hashable, Sendable {
    /// What happened, in one sentence.
    public var happened: String
    /// What to do next.
    public var remedy: String
}

/// The printers that the print server of this machine, CUPS, knows.
///
/// Every call speaks with the server and may block for five seconds; make it from background work.
public struct PrintQueue: Sendable {
    /// The server; the one that CUPS is set up with where nothing is named.
    public var host: String?
    /// Its port.
    public var port: Int32?
    /// What speaks with it.
    var library = LateLibrary.printing

    /// Names a server, or takes the usual one.
    public init(host: String? = nil, port: Int32? = nil) {
        self.host = host
        self.port = port
    }

    private static let patience: Int32 = 5000

    /// Throws when this machine has nothing to speak with a print server. Nobody is asked.
    public func ready() throws(PrintError) {
        guard let reason = library.open() else { return }
        throw PrintError(
            happened: phrase("Print servers are asked through the library \(library.file), which this machine can not use: \(reason)."),
            remedy: phrase("Install it, on Debian and Ubuntu by apt install libcups2; or save the paper and print it elsewhere."))
    }

    private func connected<Value>(_ work: (OpaquePointer) throws(PrintError) -> Value) throws(PrintError) -> Value {
        try ready()
        let server = host ?? String(cString: cupsServer())
        let connection = httpConnect2(
            server, port ?? ippPort(), nil, AF_UNSPEC, HTTP_ENCRYPTION_IF_REQUESTED, 1, Self.patience, nil)
        guard let connection else {
            throw PrintError(
                happened: phrase("The print server \(server) does not answer."),
                remedy: phrase("Start CUPS, or save the paper and print it elsewhere."))
        }
        defer { httpClose(connection) }
        return try work(connection)
    }

    /// The names of all printers, in order.
    public func printers() throws(PrintError) -> [String] {
        try connected { connection throws(PrintError) in
            var destinations: UnsafeMutablePointer<cups_dest_t>?
            let count = cupsGetDests2(connection, &destinations)
            defer { cupsFreeDests(count, destinations) }
            return (0..<Int(count)).compactMap { destinations?[$0].name.map { String(cString: $0) } }.sorted()
        }
    }

    /// Gives a file to a printer and answers the number of the job. The paper is not printed yet.
    ///
    /// - Parameters:
    ///   - title: the name of the job; letters that are not ASCII get lost on the way to some printers.
    public func submit(_ path: String, title: String, to printer: String) throws(PrintError) -> Int {
        try connected { connection throws(PrintError) in
            var options: UnsafeMutablePointer<cups_option_t>?
            // The server's own default is a paper of another size.
            let count = cupsAddOption("media", "A4", 0, &options)
            defer { cupsFreeOptions(count, options) }
            let job = cupsPrintFile2(connection, printer, path, title, count, options)
            guard job > 0 else {
                throw PrintError(
                    happened: phrase("Printer \(printer) did not take the job: \(Self.lastError)."),
                    remedy: Reader.advice(
                        console: phrase("p asks for the printers anew."), commandLine: phrase("dormwatt print --list names the printers.")))
            }
            return Int(job)
        }
    }

    /// What the server said last, without a full stop.
    private static var lastError: String {
        let words = String(cString: cupsLastErrorString())
        return words.last == "." ? String(words.dropLast()) : words
    }

    /// What became of a job; nil when the server no longer knows it.
    public func state(of job: Int, at printer: String) throws(PrintError) -> PrintJobState? {
        try connected { connection throws(PrintError) in
            var jobs: UnsafeMutablePointer<cups_job_t>?
            let count = cupsGetJobs2(connection, &jobs, printer, 0, CUPS_WHICHJOBS_ALL)
            defer { cupsFreeJobs(count, jobs) }
            let found = (0..<Int(max(0, count))).compactMap { jobs?[$0] }.first { Int($0.id) == job }
            return found.flatMap { PrintJobState($0.state) }
        }
    }

    /// Why a printer is not ready, in the server's words, for example `media-empty`; nil when it is.
    ///
    /// Of a printer that is off the server says so in a sentence alone, while it tries to reach it.
    public func trouble(of printer: String) throws(PrintError) -> String? {
        try connected { connection throws(PrintError) in
            guard let destination = cupsGetNamedDest(connection, printer, nil) else { return phrase("there is no such printer") }
            defer { cupsFreeDests(1, destination) }
            let reasons = cupsGetOption("printer-state-reasons", destination.pointee.num_options, destination.pointee.options)
            let text = reasons.map { String(cString: $0) } ?? "none"
            return text == "none" ? message(of: printer, connection) : text
        }
    }

    /// What the server says of a printer while a job goes to it; nil when there is nothing to say.
    private func message(of printer: String, _ connection: OpaquePointer) -> String? {
        guard let request = ippNewRequest(IPP_OP_GET_PRINTER_ATTRIBUTES) else { return nil }
        let name = "printer-state-message"
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nil, "ipp://localhost/printers/\(printer)")
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", nil, name)
        guard let answer = cupsDoRequest(connection, request, "/") else { return nil }
        defer { ippDelete(answer) }
        guard let attribute = ippFindAttribute(answer, name, IPP_TAG_TEXT), let text = ippGetString(attribute, 0, nil) else { return nil }
        let words = String(cString: text)
        return words.isEmpty ? nil : words.last == "." ? String(words.dropLast()) : words
    }
}
