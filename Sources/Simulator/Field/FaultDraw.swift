/// What chance decides for one request; equal seeds decide equally.
struct FaultDraw {
    private let chance: SeededHash
    private let faults: Faults

    init(_ chance: SeededHash, _ faults: Faults) {
        self.chance = chance
        self.faults = faults
    }

    /// Whether a fault happens to this request.
    func strikes(_ kind: FaultKind) -> Bool { chance.chance(kind.question, perMillion: faults[kind]) }

    /// Whether a cut connection is cut only after the meter has obeyed.
    var cutsAfterObeying: Bool { chance.chance(5, percent: 50) }

    /// Turns one bit over, or puts noise with a false start in front.
    func corrupt(_ bytes: inout [UInt8]) {
        guard strikes(.corrupt), !bytes.isEmpty else { return }
        if chance.chance(6, percent: 70) {
            // Behind the wake-up bytes, so that the frame is really damaged.
            let position = chance.number(7, in: min(4, bytes.count - 1)...bytes.count - 1)
            bytes[position] ^= 1 << UInt8(chance.number(8, in: 0...7))
        } else {
            bytes.insert(contentsOf: [0x68, UInt8(chance.number(9, in: 0...255)), 0x00, 0x16], at: 0)
        }
    }

    /// Where an answer of so many bytes is split, and how long its rest waits.
    func split(_ count: Int) -> (first: Int, pause: Milliseconds)? {
        guard strikes(.split), count > 1 else { return nil }
        return (chance.number(40, in: 1...count - 1), Milliseconds(chance.number(41, in: 20...400)))
    }

    /// How long an answer waits for the next one of its connection; nil when it need not.
    var glue: Milliseconds? { strikes(.glue) ? 300 : nil }

    /// Takes up to three bytes off the end of an answer, or adds as many.
    func damageLength(_ data: inout [UInt8]) {
        guard strikes(.wrongLength) else { return }
        let count = chance.number(42, in: 1...3)
        if chance.chance(43, percent: 50), data.count > count {
            data.removeLast(count)
        } else {
            data += (0..<count).map { UInt8(chance.number(44 + UInt64($0), in: 0...9)) }
        }
    }

    /// A refusal in place of a meter's yes: an error of purchases, else one of the standard.
    func refusal(of reply: MeterReply) -> MeterReply {
        let codes: [UInt8] = reply.control & 0x1F == 0x03 ? [0x01, 0x12, 0x13, 0x15, 0x36, 0x42] : [0x01, 0x04]
        let code = codes[chance.number(50, in: 0...codes.count - 1)]
        var refusal = reply
        (refusal.control, refusal.data) = (reply.control & 0x1F | 0xC0, [code])
        return refusal
    }

    /// Which part of a purchase is kept; nil when all of it is.
    var tornWrite: TornWrite? {
        strikes(.partialWrite) ? TornWrite.allCases[chance.number(51, in: 0...TornWrite.allCases.count - 1)] : nil
    }

    /// One of so many, for what strikes somebody on the line.
    func choice(_ question: UInt64, of count: Int) -> Int { chance.number(question, in: 0...max(0, count - 1)) }

    /// By how much the clock of the meter moves; half of the time backwards.
    var drift: Milliseconds? {
        guard strikes(.drift) else { return nil }
        return chance.chance(52, percent: 50) ? faults.driftTime : -faults.driftTime
    }
}
