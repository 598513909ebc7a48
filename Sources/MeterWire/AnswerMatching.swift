extension Frame {
    /// The keep-alive that WiFi meters send by themselves: a read answer of 80808080 without data.
    public var isHeartbeat: Bool {
        control == ControlCode.read.answer() && data.count == 4 && identifier == 0x8080_8080
    }

    /// True when this frame can be the answer to `request`.
    ///
    /// Compared are direction, function, the address as far as the request states it, the identifier where the answer carries one, and
    /// the number of a follow-up part. Heartbeats, pushes and late answers to other questions are none; a late answer to the very same
    /// question cannot be told apart.
    public func isAnswer(to request: Frame) -> Bool {
        guard control.isAnswer, !request.control.isAnswer else { return false }
        guard control.function == request.control.function, comesFrom(request) else { return false }
        switch control.function {
        case ControlCode.read.function:
            return control.isAbnormal || hasIdentifier(of: request)
        case ControlCode.readFollowUp.function:
            return control.isAbnormal || (hasIdentifier(of: request) && data.last == request.data.dropFirst(4).first)
        case ControlCode.security.function:
            // A refusal without a block carries no identifier.
            let hasBlock = data.count >= DormitoryAnswer.length
            return (control.isAbnormal && !hasBlock) || hasIdentifier(of: request)
        default:
            return true
        }
    }

    private func hasIdentifier(of request: Frame) -> Bool {
        guard let asked = request.identifier else { return false }
        return identifier == asked
    }

    /// True when the address is the one that `request` asked, or one that its `AA` pairs or its broadcast stand for.
    private func comesFrom(_ request: Frame) -> Bool {
        if address == request.address || request.address.isBroadcast { return true }
        if request.control.function == ControlCode.writeAddress.function, address.wireBytes == request.data { return true }
        return request.address.hasWildcardPairs && request.address.matches(address)
    }
}
