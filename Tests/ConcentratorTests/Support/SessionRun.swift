// Drives one profile session against one fake meter, answer by answer, and keeps what was asked.
import Domain
import MeterWire
import Operations

@testable import Concentrator

struct SessionRun {
    var session: ProfileSession
    var asked: [String] = []
    var meter: FakeMeter
    var now = Instant.start

    init(
        _ task: MeterTask, _ meter: FakeMeter = FakeMeter(), of point: MeterPoint = .test(), memory: MeterMemory = MeterMemory(),
        at now: Instant = .start
    ) throws {
        guard let station = Station(point) else { throw NoStation() }
        session = ProfileSession(station, task: task, memory: memory, at: now)
        self.meter = meter
        self.now = now
    }

    struct NoStation: Error {}

    /// The request that waits, nil when the session is done.
    var request: Frame? {
        if case .ask(let exchange) = session.step { exchange.request } else { nil }
    }

    /// What the meter would say to it; the meter stays as it is.
    var answer: Frame? {
        var meter = meter
        return request.flatMap { meter.answer($0) }
    }

    var outcome: MeterOutcome? {
        if case .done(let outcome) = session.step { outcome } else { nil }
    }

    /// Answers everything until the session is done; `change` may alter the meter before each answer, `lose` drops answers.
    mutating func finish(
        lose: Set<String> = [], change: (inout FakeMeter, String) -> Void = { _, _ in }
    ) -> MeterOutcome? {
        while let request, asked.count < 50 {
            let name = request.identifier.map(\.description) ?? "?"
            asked.append(name)
            now = now.adding(milliseconds: 100)
            change(&meter, name)
            if lose.contains(name) {
                session.giveUp("no answer in time", at: now)
            } else if let answer = meter.answer(request), !session.take(answer, at: now) {
                session.giveUp("not understood", at: now)
            }
        }
        return outcome
    }

    var reading: Reading? {
        if case .reading(let reading) = outcome { reading } else { nil }
    }

    var credit: CreditReading? {
        if case .credit(let credit) = outcome { credit } else { nil }
    }
}
