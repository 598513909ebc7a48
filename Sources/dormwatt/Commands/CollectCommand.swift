import ArgumentParser
import Dispatch
import Domain
import Foundation
import Operations
import Phrases
import Screens
import Store

/// The collector without a console.
struct CollectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collect", abstract: "Poll the meters and deliver orders without a console, until interrupted.",
        discussion: "When another process holds the lease, this one waits and takes over when that one ends.")

    @OptionGroup var campus: CampusOptions

    func run() throws {
        let session = try campus.open()
        let keeper = CollectorKeeper(session: session)
        print(phrase("Collecting for \(session.rules.campus) in \(session.folder.path). Interrupt to end."))
        fflush(nil)
        try Blocking.run {
            keeper.start()
            await Interruption.wait()
            await keeper.stop()
        }
    }
}

/// Waits until the process is asked to end.
enum Interruption {
    static func wait() async {
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
        let sources = [SIGTERM, SIGINT, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
        for await _ in signals { break }
        for source in sources { source.cancel() }
    }
}
