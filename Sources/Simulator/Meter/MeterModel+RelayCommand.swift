// Function 1C: trip, close, lamp and keep-power.

extension MeterModel {
    /// The command as dormitory meters take it: channel and valid-until time are ignored, closing needs no button.
    mutating func relayCommand(_ request: MeterRequest) -> MeterReply? {
        let data = request.data
        let echo = serial(of: data, plainLength: 16)
        guard data.count == 16 + echo.count else { return refusal(request, 0x02) }
        guard passwordFits(data.field(0, 4)) else { return refusal(request, 0x04, echo: echo) }
        if let error = obey(data[8]) { return refusal(request, error, echo: echo) }
        state.relay.endReminder()
        decideNow()
        if data[8] == 0x1B || data[8] == 0x1C { closeUnlessHeld() }
        // A command to all is obeyed in silence.
        if request.address == MeterRequest.allNines || request.address == MeterRequest.allWild { return nil }
        let word = state.relay.statusWord
        return reply(request, [data[8], 0, 0, 0, UInt8(word & 0xFF), UInt8(word >> 8)] + echo)
    }

    /// - Returns: an error, nil when the command was taken; whether the relay moves is decided afterwards.
    private mutating func obey(_ command: UInt8) -> UInt8? {
        switch command {
        case 0x1A:
            guard !state.relay.keepPower else { return 0x01 }
            state.relay.remoteTrip = true
        case 0x1B, 0x1C:
            guard state.purse.balance > 0 else { return 0x80 }
            state.relay.remoteTrip = false
            state.relay.maliciousBit = false
        case 0x2A: state.relay.lampCommanded = true
        case 0x2B: state.relay.lampCommanded = false
        case 0x3A:
            state.relay.keepPower = true
            state.relay.remoteTrip = false
            state.relay.maliciousBit = false
        case 0x3B: state.relay.keepPower = false
        case 0x4A where !settings.quirks.vCard: break
        default: return 0x02
        }
        return nil
    }

    /// The command as the standard has it: refused when the meter's clock is past the valid-until time.
    mutating func plainRelayCommand(_ request: MeterRequest) -> MeterReply {
        let data = request.data
        guard data.count == 16 else { return refusal(request, 0x01) }
        guard passwordFits(data.field(0, 4)) else { return refusal(request, 0x04) }
        guard isStillValid(data.field(10, 6)) else { return refusal(request, 0x01) }
        switch data[8] {
        case 0x1A:
            guard !state.relay.keepPower else { return refusal(request, 0x01) }
            state.relay.remoteTrip = true
        case 0x1B, 0x1C: state.relay.remoteTrip = false
        case 0x2A: state.relay.lampCommanded = true
        case 0x2B: state.relay.lampCommanded = false
        case 0x3A:
            state.relay.keepPower = true
            state.relay.remoteTrip = false
        case 0x3B: state.relay.keepPower = false
        default: return refusal(request, 0x01)
        }
        decideNow()
        return reply(request, [])
    }

    /// `ss mm hh DD MM YY` is not before the clock of the meter.
    private func isStillValid(_ until: [UInt8]) -> Bool {
        let parts = until.map { Int(Bcd.value([$0])) }
        let end = CivilTime(year: 2000 + parts[5], month: parts[4], day: parts[3], hour: parts[2], minute: parts[1], second: parts[0])
        return end.moment(utcOffset: settings.utcOffset) >= state.time + state.clockError
    }
}
