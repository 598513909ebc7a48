/// What chance decides for one request; equal seeds decide equally.
struct FaultDraw {
    let dropsRequest: Bool
    let dropsAnswer: Bool
    let delays: Bool
    let cuts: Bool
    let cutsAfterObeying: Bool
    private let corrupts: Bool
    private let chance: SeededHash

    init(_ chance: SeededHash, _ faults: Faults) {
        self.chance = chance
        dropsRequest = chance.chance(0, perMillion: faults.dropRequest)
        dropsAnswer = chance.chance(1, perMillion: faults.dropAnswer)
        delays = chance.chance(2, perMillion: faults.delay)
        corrupts = chance.chance(3, perMillion: faults.corrupt)
        cuts = chance.chance(4, perMillion: faults.cut)
        cutsAfterObeying = chance.chance(5, percent: 50)
    }

    /// Turns one bit over, or puts noise with a false start in front.
    func corrupt(_ bytes: inout [UInt8]) {
        guard corrupts, !bytes.isEmpty else { return }
        if chance.chance(6, percent: 70) {
            // Behind the wake-up bytes, so that the frame is really damaged.
            let position = chance.number(7, in: min(4, bytes.count - 1)...bytes.count - 1)
            bytes[position] ^= 1 << UInt8(chance.number(8, in: 0...7))
        } else {
            bytes.insert(contentsOf: [0x68, UInt8(chance.number(9, in: 0...255)), 0x00, 0x16], at: 0)
        }
    }
}
