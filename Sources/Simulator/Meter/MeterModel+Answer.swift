// The door of the meter: which frames it hears, which function answers them.

extension MeterModel {
    /// The longest data that the receiver takes.
    private static let longestData = 88

    /// Handles a request at the moment to which the meter was advanced.
    ///
    /// - Returns: nil when the meter stays silent: the request is for another meter, too long, or of a kind that has no answer.
    public mutating func answer(_ request: MeterRequest) -> MeterReply? {
        guard hears(request), request.data.count <= Self.longestData else { return nil }
        let relayBefore = state.relay.isClosed
        var reply = settings.kind == .dorm645 ? dormitoryAnswer(request) : plainAnswer(request)
        reply?.relayMoved = state.relay.isClosed != relayBefore
        return reply
    }

    /// Whether the address field means this meter: each pair equal or AA, or all nines.
    func hears(_ request: MeterRequest) -> Bool {
        guard request.address.count == 6, request.control & 0x80 == 0 else { return false }
        if request.address == MeterRequest.allNines { return true }
        return zip(request.address, state.address).allSatisfy { $0 == $1 || $0 == 0xAA }
    }

    private mutating func dormitoryAnswer(_ request: MeterRequest) -> MeterReply? {
        switch request.control {
        case 0x01: return oldRead(request)
        case 0x03: return prepayment(request)
        case 0x08:
            setClock(request.data)
            return nil
        case 0x11: return read(request)
        case 0x13: return readAddress(request)
        case 0x14: return write(request)
        case 0x15: return writeAddress(request)
        case 0x1C: return relayCommand(request)
        default: return refusal(request, 0x02)
        }
    }

    private mutating func plainAnswer(_ request: MeterRequest) -> MeterReply? {
        let isBroadcast = request.address == MeterRequest.allNines
        guard request.control != 0x08 else {
            setClock(request.data)
            return nil
        }
        guard !isBroadcast else { return nil }
        switch request.control {
        case 0x11: return read(request)
        case 0x13: return readAddress(request)
        case 0x14: return write(request)
        case 0x15: return request.address == MeterRequest.allWild ? writeAddress(request) : nil
        case 0x1C: return plainRelayCommand(request)
        default: return refusal(request, 0x01)
        }
    }

    func reply(_ request: MeterRequest, _ data: [UInt8]) -> MeterReply {
        MeterReply(address: state.address, control: request.control & 0x1F | 0x80, data: data)
    }

    func refusal(_ request: MeterRequest, _ error: UInt8, echo: [UInt8] = []) -> MeterReply {
        MeterReply(address: state.address, control: request.control & 0x1F | 0xC0, data: [error] + echo)
    }

    /// The serial number of a request: four bytes at its end, recognised by the exact length alone.
    func serial(of data: [UInt8], plainLength: Int) -> [UInt8] {
        data.count == plainLength + 4 ? Array(data.suffix(4)) : []
    }

    private func oldRead(_ request: MeterRequest) -> MeterReply {
        guard request.data == [0x10, 0x90] else { return refusal(request, 0x02) }
        return reply(request, request.data + totalEnergy)
    }

    private func readAddress(_ request: MeterRequest) -> MeterReply? {
        let echo = serial(of: request.data, plainLength: 0)
        guard request.data.count == echo.count else { return nil }
        return reply(request, state.address + echo)
    }

    private mutating func writeAddress(_ request: MeterRequest) -> MeterReply? {
        let echo = serial(of: request.data, plainLength: 6)
        guard request.data.count == 6 + echo.count, Bcd.isDecimal(request.data.prefix(6)) else { return nil }
        state.address = Array(request.data.prefix(6))
        return reply(request, settings.kind == .dorm645 ? [0x00] + echo : [])
    }

    /// `ss mm hh WW DD MM YY`; a dormitory meter misreads the standard form without weekday, a plain one takes both.
    private mutating func setClock(_ data: [UInt8]) {
        var fields = data
        let isStandardForm = data.count == 6
        guard isStandardForm || data.count == 7 else { return }
        if isStandardForm {
            if settings.kind == .dorm645, settings.quirks.bugCompatible { fields.append(0) } else { fields.insert(0, at: 3) }
        }
        setClock(
            CivilTime(
                year: 2000 + Int(Bcd.value([fields[6]])), month: Int(Bcd.value([fields[5]])), day: Int(Bcd.value([fields[4]])),
                hour: Int(Bcd.value([fields[2]])), minute: Int(Bcd.value([fields[1]])), second: Int(Bcd.value([fields[0]]))))
    }

    /// Sets the clock; an impossible time changes nothing.
    mutating func setClock(_ time: CivilTime) {
        guard time.isValid else { return }
        state.clockError = time.moment(utcOffset: settings.utcOffset) - state.time
    }
}
