import Domain
import MeterWire
import Operations

/// One job at one meter as a value: it says what to send next, takes what comes, and ends with an outcome.
///
/// It knows no time-out and no line: who drives it sends `step`'s exchange, gives it the frames that may be the answer, and tells it
/// when waiting was in vain.
struct ProfileSession: Sendable {
    /// What is wanted.
    let task: MeterTask
    /// What is to be done now.
    private(set) var step: SessionStep
    /// What is known of the meter, with what this session learned; for the next session.
    private(set) var memory: MeterMemory
    /// Whether anything was answered.
    private(set) var hasHeard = false

    /// Whether credit or the relay may move by what `step` asks.
    var isOrdering: Bool {
        if case .ask(let exchange) = step { exchange.isOrder } else { false }
    }

    private let station: Station
    /// What the profile decides by: what this session learns is for the next one.
    private let known: MeterMemory
    private var pending: Gathered.Key?
    private var gathered: Gathered

    /// Begins a job; nothing is sent when `step` is done at once.
    ///
    /// - Parameter memory: what earlier sessions with this meter learned.
    init(_ station: Station, task: MeterTask, memory: MeterMemory, at now: Instant) {
        self.station = station
        self.task = task
        self.memory = memory
        known = memory
        gathered = Gathered(at: now)
        step = .done(.notSent(""))
        advance()
    }

    /// Takes a frame that came while the exchange of `step` was outstanding.
    ///
    /// - Returns: false when it is no answer to it, or one that can not be trusted; then nothing changed and waiting goes on.
    mutating func take(_ frame: Frame, at now: Instant) -> Bool {
        guard case .ask(let exchange) = step, frame.isAnswer(to: exchange.request) else { return false }
        if exchange.isOrder {
            guard let outcome = OrderAnswer.outcome(of: frame) else { return false }
            gathered.order = outcome
            // The customer number that was sent is not the meter's; the next order asks for it again.
            if case .refused(OrderAnswer.wrongCustomer, _) = outcome { memory.customer = nil }
        } else {
            guard let pending, let answer = answer(frame) else { return false }
            switch answer {
            case .told(let told): memory.learn(pending.identifier, told, of: station, at: now)
            case .missing: memory.missing.insert(pending.identifier)
            case .refused, .lost: break
            }
            gathered.answers[pending] = answer
        }
        gathered.at = now
        hasHeard = true
        advance()
        return true
    }

    /// Gives the exchange of `step` up: its time is over as often as it may be tried.
    ///
    /// - Parameter reason: in words, for the outcome.
    mutating func giveUp(_ reason: String, at now: Instant) {
        guard case .ask(let exchange) = step else { return }
        if exchange.isOrder {
            step = .done(.noAnswer(reason))
        } else if let pending {
            gathered.answers[pending] = .lost(reason)
            advance()
        }
    }

    /// Reads a normal or an abnormal answer to a read; nil when its number, length or digits are not those of the item.
    private func answer(_ frame: Frame) -> Gathered.Answer? {
        if let errors = frame.accessErrors {
            guard frame.data.count == 1 else { return nil }
            return errors.contains(.noSuchData) ? .missing : .refused(errors)
        }
        return DecodedItem(answer: frame).flatMap { Told($0, phases: station.phases) }.map(Gathered.Answer.told)
    }

    private mutating func advance() {
        while true {
            do throws(Need) {
                step = .done(try outcome())
                return
            } catch {
                switch error {
                case .item(let identifier, let again):
                    pending = Gathered.Key(identifier: identifier, again: again)
                    step = .ask(.read(identifier, from: station.address))
                    return
                case .order(let request):
                    step = .ask(.order(request))
                    return
                case .startOver: gathered.startOver()
                case .end(let outcome):
                    step = .done(outcome)
                    return
                }
            }
        }
    }

    private func outcome() throws(Need) -> MeterOutcome {
        switch station.profile {
        case .dorm645: try DormitoryProfile(station: station, memory: known, gathered: gathered).outcome(of: task)
        case .plain645: try PlainProfile(station: station, memory: known, gathered: gathered).outcome(of: task)
        }
    }
}
