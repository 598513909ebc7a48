import Curses
import Phrases
import Screens

extension Poster<HostMessage> {
    /// Shows what stands in the books, mostly behind something that was written: it does so too when it can not be read anew. The screen is
    /// behind then, and nothing is denied.
    func show(_ event: () throws -> ConsoleEvent) {
        do {
            post(.event(try event()))
        } catch {
            // What the error itself says was not written is about the look at the books alone.
            let happened = Problem(error, subject: .background).happened
            let stands = phrase("What was done stands in the books all the same; the screen may be behind.")
            post(.event(.problem(Problem(happened: happened, unchanged: stands, remedy: "", subject: .background))))
        }
    }
}
