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
        /// The answer is on its way, or nothing is and the concentrator listens in vain.
        case answering(FieldOutput?, readyAt: Milliseconds)
    }

    /// More requests than this are not kept.
    static let queueLimit = 256

    let name: BusName
    let positions: Set<Int>
    private let timing: BusTiming
    private let isPaced: Bool
    private let chance: SeededHash

    private var queue: [Waiting] = []
    private var stage = Stage.idle
    private var freeAt = Milliseconds.min
    private var requests: UInt64 = 0

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
        case .asking(_, let moment), .answering(_, let moment): moment
        }
    }

    mutating func enqueue(_ waiting: Waiting) {
        guard queue.count < Self.queueLimit else { return }
        queue.append(waiting)
    }

    /// Forgets what a closed connection wanted; what is on the line goes on.
    mutating func forget(connection: Int) {
        queue.removeAll { $0.connection == connection }
    }

    /// Does everything that is due.
    mutating func run(until now: Milliseconds, field: inout Field, faults: Faults, into step: inout FieldStep) {
        while let next = wakeAt, next <= now {
            switch stage {
            case .idle:
                let waiting = queue.removeFirst()
                stage = .asking(waiting, heardAt: next + (isPaced ? timing.airTime(bytes: waiting.bytes) : 0))
            case .asking(let waiting, let heardAt):
                ask(waiting, at: heardAt, field: &field, faults: faults, into: &step)
            case .answering(let output, let readyAt):
                if let output { step.outputs.append(output) }
                freeAt = readyAt + (isPaced ? BusTiming.gap : 0)
                stage = .idle
            }
        }
    }

    private mutating func ask(
        _ waiting: Waiting, at moment: Milliseconds, field: inout Field, faults: Faults, into step: inout FieldStep
    ) {
        let luck = FaultDraw(chance.branch(requests), faults)
        requests += 1
        let silent = Stage.answering(nil, readyAt: moment + (isPaced ? BusTiming.silence : 0))
        guard !luck.dropsRequest else {
            stage = silent
            return
        }
        if luck.cuts, !luck.cutsAfterObeying {
            stage = .answering(.cut(connection: waiting.connection), readyAt: moment)
            return
        }
        var answer = hear(waiting.request, at: moment, field: &field, faults: faults, into: &step)
        if luck.cuts {
            stage = .answering(.cut(connection: waiting.connection), readyAt: moment)
            return
        }
        guard !answer.bytes.isEmpty, !luck.dropsAnswer else {
            stage = silent
            return
        }
        let airTime = isPaced ? BusTiming.meterDelay + answer.delay + timing.airTime(bytes: answer.bytes.count) : 0
        luck.corrupt(&answer.bytes)
        let readyAt = moment + airTime + (luck.delays ? faults.delayTime : 0)
        stage = .answering(.send(connection: waiting.connection, bytes: answer.bytes), readyAt: readyAt)
    }

    /// Lets every meter on the line that means itself obey, and mixes what they say at the same time.
    private func hear(
        _ request: MeterRequest, at moment: Milliseconds, field: inout Field, faults: Faults, into step: inout FieldStep
    ) -> (bytes: [UInt8], delay: Milliseconds) {
        var bytes: [UInt8] = []
        var delay: Milliseconds = 0
        for position in listeners(to: request, in: field) where !faults.dead.contains(field.plate(position)) {
            let handled = field.answer(request, at: position, now: moment)
            if request.mayChange {
                step.journal.append(JournalEntry(time: handled.time, plate: field.plate(position), request: request))
            }
            guard let reply = handled.reply, let encoded = Self.encode(reply) else { continue }
            if reply.relayMoved {
                delay = max(delay, field.hasExternalRelay(position) ? BusTiming.externalRelayDelay : BusTiming.relayDelay)
            }
            bytes = bytes.isEmpty ? encoded : Self.collision(bytes, encoded)
        }
        return (bytes, delay)
    }

    private func listeners(to request: MeterRequest, in field: Field) -> [Int] {
        if let position = field.position(of: request.address) { return positions.contains(position) ? [position] : [] }
        return positions.sorted().filter { field.hears(request, at: $0) }
    }

    private static func encode(_ reply: MeterReply) -> [UInt8]? {
        guard let address = MeterAddress(wireBytes: reply.address) else { return nil }
        return Frame(address: address, control: ControlCode(rawValue: reply.control), data: reply.data).encoded(preamble: 4)
    }

    /// Two senders at once: a zero on the line wins over a one.
    private static func collision(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
        let (long, short) = first.count >= second.count ? (first, second) : (second, first)
        return long.indices.map { $0 < short.count ? long[$0] & short[$0] : long[$0] }
    }
}
