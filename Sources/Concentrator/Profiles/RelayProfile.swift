import Domain
import MeterWire
import Operations
import Phrases

/// The relay, which every kind of meter switches by the same command. Source: DL/T 645-2007, control command 1C and status word 3.
struct RelayProfile {
    let station: Station
    let gathered: Gathered

    /// What the status word says of the relay; without it nobody knows by whose command a relay is open.
    func flags() throws(Need) -> Set<MeterFlag> {
        guard case .bits(let bits) = try gathered.required(.statusWord3) else {
            throw .end(.noAnswer(Phrase("the status word of the meter could not be read", context: "why").english))
        }
        return station.flags(bits)
    }

    /// Sends the command once; the answer is no proof that the relay has moved.
    func move(_ move: RelayMove, until: WallTime) throws(Need) -> MeterOutcome {
        if let outcome = gathered.order { return outcome }
        let (year, month, day) = until.day.date
        let second = until.secondOfDay
        guard
            let end = MeterDateTime(
                year: year, month: month, day: day, hour: second / 3600, minute: second / 60 % 60, second: second % 60)
        else {
            throw .end(
                .notSent(Phrase("the clocks of meters do not reach \(until.description); the order was not sent", context: "why").english))
        }
        let action: RelayAction = move == .open ? .trip : .close
        throw .order(RelayCommand(action, validUntil: end).frame(to: station.address))
    }
}
