import Dispatch
import Foundation

extension FieldServer {
    /// Runs until the server ends or the process is asked to terminate; then everything is saved.
    ///
    /// SIGTERM ends it. So does SIGINT, unless `outlivesTerminal`: then SIGINT and SIGHUP are ignored, so that the equipment goes on when
    /// the console that started it is interrupted or its terminal closes.
    ///
    /// - Returns: why it ended.
    public func runUntilTerminated(outlivesTerminal: Bool) async throws -> FieldEnd {
        if outlivesTerminal {
            signal(SIGHUP, SIG_IGN)
            signal(SIGINT, SIG_IGN)
        }
        let sources = (outlivesTerminal ? [SIGTERM] : [SIGTERM, SIGINT]).map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { self.stop() }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        return try await run()
    }
}
