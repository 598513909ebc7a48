import Domain
import Foundation
import Operations
import Phrases
import Store

/// Asks the meter of a case for its purchase records and takes over what was sold to it elsewhere.
struct TakeOverWork: Sendable {
    let session: CampusSession
    let desk: ReconcileDesk

    /// For a command: with the collector of another process, or one of its own.
    func run(_ id: CaseID, seconds: Int) throws -> TakeOver {
        let (question, request) = try ask(id)
        let answer = try ReadWait(session: session).wait(for: [request.id], seconds: seconds)[request.id]
        return try take(id, question.meter, answer, seconds: seconds)
    }

    /// For a console, whose own collector or that of another process answers.
    ///
    /// - Parameter nudge: called when the question is in the books.
    func follow(_ id: CaseID, seconds: Int, nudge: () -> Void) async throws -> TakeOver {
        let (question, request) = try ask(id)
        nudge()
        let end = ContinuousClock.now + .seconds(seconds)
        var answer = try session.books.answer(to: request.id)
        while answer == nil, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(100))
            answer = try session.books.answer(to: request.id)
        }
        return try take(id, question.meter, answer, seconds: seconds)
    }

    /// Lets a refusal end as the failure of a command.
    func refusing<Value>(_ work: (TakeOverWork) throws -> Value) throws -> Value {
        do { return try work(self) } catch { throw Self.failure(error) }
    }

    /// A refusal in words; any other error as it is.
    static func failure(_ error: any Error) -> any Error {
        switch error {
        case let refusal as CaseRefusal: CommandFailure(.refused, refusal.words, unchanged: phrase("Nothing was booked."))
        case TakeOverRefusal.silent(let meter, let why):
            CommandFailure(
                .outOfReach, phrase("Meter \(meter) was not heard: \(why)."), unchanged: phrase("Nothing was booked."),
                remedy: phrase("Only what it proves now can be taken over: try again when it answers."))
        case let refusal as TakeOverRefusal: CommandFailure(.refused, refusal.words, unchanged: phrase("Nothing was booked."))
        default: error
        }
    }

    private func ask(_ id: CaseID) throws -> (RecordRequest, ReadRequest) {
        let question = try desk.takeOverQuestion(id, actor: session.actor)
        let request = ReadRequest(id: session.ids.next(), meter: question.request, at: session.clock.now())
        try session.books.request(request)
        return (question, request)
    }

    private func take(_ id: CaseID, _ meter: MeterID, _ answer: String?, seconds: Int) throws -> TakeOver {
        guard let picture = answer.flatMap(RecordRequest.picture) else {
            throw TakeOverRefusal.silent(meter, answer ?? phrase("no answer within \(seconds) s"))
        }
        return try desk.takeOver(id, proof: picture, actor: session.actor)
    }
}

extension TakeOverRefusal {
    /// What is refused and what to do instead.
    var words: String {
        switch self {
        case .otherMeter(let meter): phrase("Meter \(meter) does not keep the room's credit any more: what it holds can not be taken over.")
        case .silent(let meter, let why): phrase("Meter \(meter) was not heard: \(why).")
        case .nothingLacking(let id):
            phrase(
                "The books have every purchase of the meter: there is nothing to take over. If that explains case \(id), end it by hand.")
        case .doubt(let doubt): phrase("This can not be taken over: \(doubt.words(again: phrase("take over again")))")
        case .changed(let room): phrase("Room \(room) was sold to meanwhile. Take over again.")
        }
    }
}
