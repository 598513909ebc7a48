import Domain
import Operations
import Phrases
import Settings
import Simulator
import Store

/// Why a command ended early: what happened, what was not changed, what to do.
struct CommandFailure: Error {
    let status: ExitStatus
    let text: String

    init(_ status: ExitStatus, _ happened: String, unchanged: String = "", remedy: String = "") {
        self.status = status
        text = [happened, unchanged, remedy].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The words for an error of any module; the one place where a command's errors become text.
    init(describing error: any Error) {
        switch error {
        case let error as CommandFailure: self = error
        case let error as BooksError:
            let words = error.words
            self.init(error.status, words.happened, unchanged: words.unchanged, remedy: words.remedy)
        case let error as ReversalRefusal: self.init(.refused, error.sentences, unchanged: phrase("Nothing was changed."))
        case let error as SwapRefusal: self.init(.refused, error.sentences, unchanged: phrase("Nothing was changed."))
        case let error as RefundRefusal: self.init(.refused, error.sentences, unchanged: phrase("Nothing was changed."))
        case let error as RefundCutOff:
            let cause = CommandFailure(describing: error.because).text.split(separator: "\n").first ?? ""
            self.init(
                error.unknown.isEmpty ? .refused : .outOfReach, String(cause), unchanged: error.standing, remedy: error.remedy)
        case let error as OfficeError: self.init(.refused, error.words, unchanged: phrase("Nothing was changed."))
        case let error as SettingsProblems:
            self.init(
                .usage, error.description, unchanged: phrase("Nothing was changed."), remedy: phrase("Mend the file and start again."))
        case let error as SettingsProblem:
            self.init(
                .usage, error.description, unchanged: phrase("Nothing was changed."), remedy: phrase("Mend the file and start again."))
        case let error as FaultSpecificationError:
            self.init(
                .usage, error.spoken, unchanged: phrase("No fault was switched on."),
                remedy: phrase("dormwatt simulate --faults list explains them all."))
        case let error as FaultPlanError:
            self.init(.usage, error.spoken, unchanged: phrase("Nothing was started."), remedy: error.remedy)
        default: self.init(.refused, "\(error)", unchanged: phrase("Nothing was changed."))
        }
    }
}

extension CommandFailure {
    /// Does what follows on a plan that stands in the books: an error of it never denies that.
    static func behind<Result>(_ plan: PlanID, remedy: String, _ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch {
            let cause = CommandFailure(describing: error).text.split(separator: "\n").first ?? ""
            throw CommandFailure(
                .outOfReach, String(cause), unchanged: phrase("Plan \(plan) is in the books; what came of it can not be told now."),
                remedy: remedy)
        }
    }
}

extension BooksError {
    /// The three sentences that an operator needs, for the console and the command line alike.
    var words: (happened: String, unchanged: String, remedy: String) {
        let unchanged = phrase("Nothing was written, nothing was sent to a meter.")
        switch self {
        case .diskFull:
            return (phrase("The disk is full."), unchanged, phrase("Free some space in the folder of the campus and try again."))
        case .readOnly(let path):
            return (phrase("\(path) can not be written."), unchanged, phrase("Make the folder writable for this user and try again."))
        case .busy:
            return (
                phrase("Another process holds the books."), unchanged,
                phrase("Try again; if it stays so, look for a program that holds them.")
            )
        case .damaged(let what):
            return (
                phrase("The books are damaged: \(what)."), unchanged, phrase("Stop selling, keep the file, and restore the last backup.")
            )
        case .newerSchema(let what):
            return (phrase("The books were made by a newer program: \(what)."), unchanged, phrase("Use that program."))
        case .olderSchema(let folder):
            return (
                phrase("The books in \(folder) were made by an older program."), unchanged,
                phrase("As one who may write there, type once: dormwatt rooms --campus \(folder)")
                    + "\n" + phrase("It brings them up to date; the older program can not open them any more then.")
            )
        case .orderMoved(let order, let now):
            return (phrase("Order \(order) stands at \(now.spoken) by now."), phrase("It was left as it is."), phrase("Look at it again."))
        case .noSuchOrder(let order):
            return (
                phrase("There is no order \(order)."), "",
                Reader.advice(console: phrase("g o lists the orders."), commandLine: phrase("See dormwatt orders."))
            )
        case .unsafeSettings(let what):
            return (phrase("The database is not set up for money: \(what)."), unchanged, phrase("Report this with the text above."))
        case .outcomeUnknown(let plan, let error):
            return (
                error.words.happened, phrase("Whether it is in the books is not known; nothing was sent to a meter."),
                Reader.advice(
                    console: phrase("Mend that, then press + again: nothing is done twice."),
                    commandLine: phrase(
                        "Mend that, then do the same again with --id \(plan), or with the same file: nothing is done twice."))
            )
        case .other(let what):
            return (phrase("The database said: \(what)."), unchanged, phrase("Try again; if it stays so, report this text."))
        }
    }

    var status: ExitStatus {
        switch self {
        case .damaged: .doesNotVerify
        case .outcomeUnknown: .outOfReach
        default: .refused
        }
    }
}

extension OfficeError {
    /// What the desk refuses, in one or two sentences.
    var words: String {
        switch self {
        case .noSuchRoom(let room): phrase("There is no room \(room).")
        case .noSuchOrder(let order):
            Reader.advice(
                console: phrase("There is no order \(order)."),
                commandLine: phrase("There is no order \(order). See dormwatt orders --all."))
        case .notQueued(let order, let now): phrase("Order \(order) stands at \(now.spoken); only a QUEUED one can be withdrawn.")
        case .notDisputed(let order, let now): phrase("Order \(order) stands at \(now.spoken); only a DISPUTE is decided by a person.")
        case .notAllowed(let role): phrase("As \(role.spoken) you may not do this.")
        case .reasonMissing:
            Reader.advice(
                console: phrase("A decision needs a reason in words."), commandLine: phrase("A decision needs a reason in words: --reason.")
            )
        }
    }
}
