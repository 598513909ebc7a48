import MeterWire

/// What the meters of a line say, asked and unasked.
extension BusLine {
    /// What a gateway says to a second client, before it hangs up.
    static let portInUse = Array("Port already in use\r\n".utf8)

    /// Frames that meters of the line send by themselves.
    func unsolicited(_ luck: FaultDraw, connection: Int, at moment: Milliseconds, field: Field) -> [LinePart] {
        var replies: [MeterReply] = []
        if luck.strikes(.push), let position = neighbour(luck, 53) { replies.append(field.statusBlock(of: position)) }
        if luck.strikes(.heartbeat), let position = neighbour(luck, 54) {
            replies.append(MeterReply(address: field.address(position), control: 0x91, data: [0x80, 0x80, 0x80, 0x80]))
        }
        return replies.compactMap(Self.encode).map { LinePart(at: moment, output: .send(connection: connection, bytes: $0)) }
    }

    private func neighbour(_ luck: FaultDraw, _ question: UInt64) -> Int? {
        positions.isEmpty ? nil : positions.sorted()[luck.choice(question, of: positions.count)]
    }

    /// Lets every meter on the line that means itself obey, and mixes what they say at the same time.
    func hear(
        _ request: MeterRequest, at moment: Milliseconds, _ luck: FaultDraw, field: inout Field, faults: Faults, into step: inout FieldStep
    ) -> (bytes: [UInt8], delay: Milliseconds) {
        var bytes: [UInt8] = []
        var delay: Milliseconds = 0
        let heard = exchanged(request, faults)
        for position in listeners(to: heard, in: field) where !faults.dead.contains(field.plate(position)) {
            if let drift = luck.drift { field.drift(position, by: drift) }
            let torn = PurchaseOrder.lengths(of: heard.identifier).isEmpty || heard.control != 0x03 ? nil : luck.tornWrite
            if faults.keeping.contains(field.plate(position)), PurchaseOrder.isRefund(heard.identifier), heard.control == 0x03 {
                let refusal = MeterReply(address: request.address, control: 0xC3, data: [0x01])
                if let encoded = Self.encode(refusal) { bytes = bytes.isEmpty ? encoded : Self.collision(bytes, encoded) }
                continue
            }
            let handled = field.answer(heard, at: position, now: moment, torn: torn)
            if heard.mayChange {
                step.journal.append(JournalEntry(time: handled.time, plate: field.plate(position), request: heard, torn: torn))
            }
            guard torn == nil, var reply = handled.reply else { continue }
            if reply.relayMoved {
                delay = max(delay, field.hasExternalRelay(position) ? BusTiming.externalRelayDelay : BusTiming.relayDelay)
            }
            if heard.address != request.address { reply.address = request.address }
            guard let said = disturbed(reply, to: heard, luck, field), let encoded = Self.encode(said) else { continue }
            bytes = bytes.isEmpty ? encoded : Self.collision(bytes, encoded)
        }
        return (bytes, delay)
    }

    /// What becomes of a meter's answer before it is on the line; nil when nothing is said.
    private func disturbed(_ reply: MeterReply, to request: MeterRequest, _ luck: FaultDraw, _ field: Field) -> MeterReply? {
        var said = reply
        if request.mayChange {
            if luck.strikes(.silentApplied) { return nil }
            if luck.strikes(.refuseApplied), reply.control & 0x40 == 0 { said = luck.refusal(of: reply) }
        }
        luck.damageLength(&said.data)
        let others = luck.strikes(.foreignAddress) ? positions.sorted().map(field.address).filter { $0 != reply.address } : []
        if !others.isEmpty { said.address = others[luck.choice(55, of: others.count)] }
        return said
    }

    /// The request as the meter hears it that stands in the place of the one that is meant: its address, also inside a purchase, is the
    /// address of the place.
    private func exchanged(_ request: MeterRequest, _ faults: Faults) -> MeterRequest {
        guard !faults.swapped.isEmpty, let meant = MeterAddress(wireBytes: request.address),
            let other = faults.swapped[meant.description].map(MeterSettings.wireBytes)
        else { return request }
        var heard = request
        heard.address = other
        if request.control == 0x03, request.data.count >= 14, Array(request.data[8..<14]) == request.address {
            heard.data.replaceSubrange(8..<14, with: other)
        }
        return heard
    }

    private func listeners(to request: MeterRequest, in field: Field) -> [Int] {
        if let position = field.position(of: request.address) { return positions.contains(position) ? [position] : [] }
        return positions.sorted().filter { field.hears(request, at: $0) }
    }

    private static func encode(_ reply: MeterReply) -> [UInt8]? {
        guard let address = MeterAddress(wireBytes: reply.address), reply.data.count <= 255 else { return nil }
        return Frame(address: address, control: ControlCode(rawValue: reply.control), data: reply.data).encoded(preamble: 4)
    }

    /// Two senders at once: a zero on the line wins over a one.
    private static func collision(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
        let (long, short) = first.count >= second.count ? (first, second) : (second, first)
        return long.indices.map { $0 < short.count ? long[$0] & short[$0] : long[$0] }
    }
}

extension Field {
    /// The address that a meter hears now, lowest pair first.
    func address(_ position: Int) -> [UInt8] { meters[position].state.address }

    /// What a meter with a radio sends by itself: item 028011FF with what it holds.
    func statusBlock(of position: Int) -> MeterReply {
        let purse = meters[position].state.purse
        var data: [UInt8] = [0xFF, 0x11, 0x80, 0x02]
        data += Bcd.bytes(purse.balance.hundredths, count: 4) + Bcd.bytes(purse.overdraft.hundredths, count: 4)
        data += [UInt8](repeating: 0, count: 57)
        return MeterReply(address: meters[position].state.address, control: 0x91, data: data)
    }
}
