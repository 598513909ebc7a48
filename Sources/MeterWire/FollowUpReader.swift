/// Collects an answer that comes in several frames.
///
/// Give it each normal answer; it says whether to ask for the next part. The same part twice is taken once.
public struct FollowUpReader: Hashable, Sendable {
    /// The meter that is read; with `AA` pairs in the request, the meter that answered.
    public let address: MeterAddress
    /// The item that is read.
    public let identifier: DataIdentifier
    /// What was collected, without identifiers and part numbers.
    public private(set) var payload: [UInt8]
    /// True when the last part has come.
    public private(set) var isComplete: Bool
    private var nextSequence: UInt8 = 1

    /// What became of a frame.
    public enum Step: Hashable, Sendable {
        /// Ask for this part next.
        case ask(Frame)
        /// Everything has come.
        case complete(DecodedItem)
        /// The meter has more than the part number can count; what came is incomplete.
        case tooLong
        /// The frame is no part of this answer, or out of turn; nothing was taken.
        case unrelated
    }

    /// Begins with the answer to the read itself; `nil` for a frame that is no normal answer to a read.
    public init?(answer frame: Frame) {
        guard frame.control.isAnswer, !frame.control.isAbnormal, frame.control.function == ControlCode.read.function,
            let identifier = frame.identifier
        else { return nil }
        address = frame.address
        self.identifier = identifier
        payload = Array(frame.data.dropFirst(4))
        isComplete = !frame.control.hasFollowUp
    }

    /// What is to be done now.
    public var step: Step {
        if isComplete { return .complete(DecodedItem(identifier: identifier, payload: payload[...])) }
        // The part number has one byte and starts at 1, so 255 parts are the most that can be asked for.
        guard nextSequence > 0 else { return .tooLong }
        return .ask(.readFollowUp(identifier, sequence: nextSequence, from: address))
    }

    /// Takes a part and says what is to be done next.
    public mutating func take(_ frame: Frame) -> Step {
        guard !isComplete, frame.control.isAnswer, !frame.control.isAbnormal, frame.address == address,
            frame.control.function == ControlCode.readFollowUp.function, frame.identifier == identifier, frame.data.count >= 5,
            frame.data.last == nextSequence
        else { return .unrelated }
        payload.append(contentsOf: frame.data.dropFirst(4).dropLast())
        nextSequence &+= 1
        isComplete = !frame.control.hasFollowUp
        return step
    }
}
