import MeterWire

/// One half-duplex line: one request at a time, the others wait in the order in which they came.
struct BusLine: Sendable {
    /// A request that waits, or that is on the line.
    struct Waiting: Sendable {
        let request: MeterRequest
        let bytes: Int
        let connection: Int
        let arrived: Milliseconds
    }

    private enum Stage: Sendable {
        case idle
        /// The request is on the line; the meters hear it at its end.
        case asking(Waiting, heardAt: Milliseconds)
        /// The answer is on its way, or nothing is and the concentrator listens in vain; the line is free again at its end.
        case answering(ArraySlice<LinePart>, endsAt: Milliseconds)
    }

    /// More requests than this are not kept.
    static let queueLimit = 256

    let name: BusName
    let positions: Set<Int>
    let timing: BusTiming
    let isPaced: Bool
    private let chance: SeededHash

    private var queue: [Waiting] = []
    private var stage = Stage.idle
    private var freeAt = Milliseconds.min
    private var requests: UInt64 = 0
    /// An answer that was kept back.
    private var held: (connection: Int, bytes: [UInt8])?

    init(name: BusName, baud: Int, positions: Set<Int>, isPaced: Bool, chance: SeededHash) {
        self.name = name
        self.positions = positions
        self.isPaced = isPaced
        self.chance = chance
        timing = BusTiming(baud: baud)
    }

    /// When something happens next; nil while the line rests.
    var wakeAt: Milliseconds? {
        switch stage {
        case .idle: queue.first.map { max($0.arrived, freeAt) }
        case .asking(_, let moment): moment
        case .answering(let parts, let end): parts.first?.at ?? end
        }
    }

    mutating func enqueue(_ waiting: Waiting) {
        guard queue.count < Self.queueLimit else { return }
        queue.append(waiting)
    }

    /// Forgets what a closed connection wanted; what is on the line goes on.
    mutating func forget(connection: Int) {
        queue.removeAll { $0.connection == connection }
        if held?.connection == connection { held = nil }
    }

    /// Does everything that is due; what leaves is appended to `parts`.
    mutating func run(until now: Milliseconds, field: inout Field, faults: Faults, into step: inout FieldStep, _ parts: inout [LinePart]) {
        while let next = wakeAt, next <= now {
            switch stage {
            case .idle:
                let waiting = queue.removeFirst()
                stage = .asking(waiting, heardAt: next + (isPaced ? timing.airTime(bytes: waiting.bytes) : 0))
            case .asking(let waiting, let heardAt):
                ask(waiting, at: heardAt, field: &field, faults: faults, into: &step)
            case .answering(let pending, let endsAt):
                if let part = pending.first {
                    parts.append(part)
                    stage = .answering(pending.dropFirst(), endsAt: endsAt)
                } else {
                    freeAt = endsAt + (isPaced ? BusTiming.gap : 0)
                    stage = .idle
                }
            }
        }
    }

    private mutating func ask(
        _ waiting: Waiting, at moment: Milliseconds, field: inout Field, faults: Faults, into step: inout FieldStep
    ) {
        let luck = FaultDraw(chance.branch(requests), faults)
        requests += 1
        let connection = waiting.connection
        var parts: [LinePart] = []
        if let late = held {
            parts.append(LinePart(at: moment, output: .send(connection: late.connection, bytes: late.bytes)))
            held = nil
        }
        if luck.strikes(.gatewayText) {
            parts.append(LinePart(at: moment, output: .send(connection: connection, bytes: Self.portInUse)))
            return hangUp(connection, after: parts, at: moment)
        }
        parts += unsolicited(luck, connection: connection, at: moment, field: field)
        guard !luck.strikes(.dropRequest) else { return beSilent(after: parts, from: moment) }
        let isCut = luck.strikes(.cut)
        if isCut, !luck.cutsAfterObeying { return hangUp(connection, after: parts, at: moment) }
        var answer = hear(waiting.request, at: moment, luck, field: &field, faults: faults, into: &step)
        if isCut { return hangUp(connection, after: parts, at: moment) }
        guard !answer.bytes.isEmpty, !luck.strikes(.dropAnswer) else { return beSilent(after: parts, from: moment) }
        let airTime = isPaced ? timing.airTime(bytes: answer.bytes.count) : 0
        luck.corrupt(&answer.bytes)
        guard !luck.strikes(.late) else {
            held = (connection, answer.bytes)
            return beSilent(after: parts, from: moment)
        }
        let turnaround = isPaced ? BusTiming.meterDelay + answer.delay : 0
        let readyAt = moment + turnaround + airTime + (luck.strikes(.delay) ? faults.delayTime : 0)
        parts += pieces(of: answer.bytes, luck, connection: connection, at: readyAt)
        if luck.strikes(.duplicate) {
            parts.append(LinePart(at: (parts.last?.at ?? readyAt) + airTime, output: .send(connection: connection, bytes: answer.bytes)))
        }
        stage = .answering(parts[...], endsAt: parts.last?.at ?? readyAt)
    }

    private mutating func beSilent(after parts: [LinePart], from moment: Milliseconds) {
        stage = .answering(parts[...], endsAt: moment + (isPaced ? BusTiming.silence : 0))
    }

    private mutating func hangUp(_ connection: Int, after parts: [LinePart], at moment: Milliseconds) {
        stage = .answering((parts + [LinePart(at: moment, output: .cut(connection: connection))])[...], endsAt: moment)
    }

    private func pieces(of bytes: [UInt8], _ luck: FaultDraw, connection: Int, at readyAt: Milliseconds) -> [LinePart] {
        guard let (first, pause) = luck.split(bytes.count) else {
            return [LinePart(at: readyAt, output: .send(connection: connection, bytes: bytes), hold: luck.glue)]
        }
        return [
            LinePart(at: readyAt, output: .send(connection: connection, bytes: Array(bytes[..<first]))),
            LinePart(at: readyAt, output: .send(connection: connection, bytes: Array(bytes[first...])), hold: pause),
        ]
    }
}
