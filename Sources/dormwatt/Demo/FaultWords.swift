import Phrases
import Simulator
import TextLayout

/// The faults of the simulated field with what each does, for `--faults list`. Their names are typed and the same in every language.
enum FaultList {
    /// What is typed in the place of faults to see the list.
    static let wish = "list"

    private static let width = 80

    static var text: String {
        let kinds = FaultKind.allCases.map { ($0.rawValue, $0.spoken) }
        let meters = [
            ("dead", phrase("The meter of this address neither hears nor answers.")),
            ("keeps", phrase("The meter of this address refuses every order that takes credit out of it.")),
            ("swap", phrase("Two meters of one bus, joined by +, each answer under the address of the other.")),
        ]
        let all = [("all", phrase("Every fault that has a chance, each with this one."))]
        let column = (kinds + meters).map(\.0.count).max().map { $0 + 2 } ?? 0
        let lines = (kinds + meters + all).flatMap { name, words in
            words.wrapped(to: width - column).enumerated().map { line, words in
                (line == 0 ? name : "").padded(to: column) + words
            }
        }
        return (lines + ["", phrase("Example: \(FaultSpecification.example)")]).joined(separator: "\n")
    }
}

extension FaultKind {
    /// What goes wrong with a request.
    fileprivate var spoken: String {
        switch self {
        case .dropRequest: phrase("A request is lost before it reaches the meter.")
        case .dropAnswer: phrase("A request is obeyed and its answer lost.")
        case .delay: phrase("An answer comes 3 s late, or as late as stands behind the chance; the line waits.")
        case .late: phrase("An answer is kept back and comes in front of what the next request brings.")
        case .corrupt: phrase("A bit of an answer is turned over, or noise stands before it.")
        case .duplicate: phrase("An answer comes twice.")
        case .split: phrase("An answer comes in two pieces with a pause between them.")
        case .glue: phrase("An answer waits for the next one of its connection, and both leave as one piece.")
        case .push: phrase("Before the answer a meter of the line sends its status block, for which nobody asked.")
        case .heartbeat: phrase("Before the answer a meter of the line sends a keep-alive.")
        case .cut: phrase("The connection is cut instead of the answer; half of the time the request was obeyed before.")
        case .gatewayText: phrase("The gateway says that its port is taken, and hangs up; the meter heard nothing.")
        case .wrongLength: phrase("An answer is a few bytes too short or too long; its checksum is right.")
        case .foreignAddress: phrase("An answer carries the address of another meter.")
        case .refuseApplied: phrase("A command is obeyed and answered with an error.")
        case .silentApplied: phrase("A command is obeyed and nothing is said.")
        case .partialWrite: phrase("The meter loses power while it writes a purchase down: a part of it is kept, and nothing is said.")
        case .drift: phrase("The clock of the meter jumps by a second, or by what stands behind the chance.")
        }
    }
}

extension FaultSpecificationError {
    /// What was not understood and what belongs there.
    var spoken: String { phrase("The fault \"\(part)\" is not understood. Expected: \(expected.spoken).") }
}

extension FaultSpecificationError.Expected {
    fileprivate var spoken: String {
        switch self {
        case .assignment: phrase("a name, =, and a value")
        case .name: phrase("one of \(FaultSpecification.names), all, dead, keeps and swap")
        case .chance: phrase("a chance from 0 to 1")
        case .decimals: phrase("a chance from 0 to 1 with at most six decimals")
        case .time: phrase("chance:time, for example 0.05:3s or 0.05:250ms")
        case .noTime: phrase("a chance alone; only delay and drift have a time")
        case .meter: phrase("a meter address of twelve digits")
        case .meters: phrase("two meter addresses of twelve digits, joined by +")
        case .swappedOnce: phrase("two meters that no other swap has")
        case .bus: phrase("a bus such as C1/2 before the colon")
        }
    }
}

extension FaultPlanError {
    /// So many buses are told one by one.
    private static let told = 12

    /// What is not there, and what is.
    var spoken: String {
        switch self {
        case .noMeter(let meter, let count, let first):
            return phrase("The faults name meter \(meter), which is not there: the field has \(count) meters, the first is \(first).")
        case .noBus(let bus, let buses):
            let list = buses.prefix(Self.told).map(\.description).joined(separator: ", ") + (buses.count > Self.told ? ", …" : "")
            return phrase("The faults name bus \(bus), which is not there: the field has \(buses.count), \(list).")
        case .onOtherBus(let meter, let bus, let named):
            return phrase("The faults name meter \(meter) on bus \(named); it hangs on \(bus).")
        case .acrossBuses(let one, let bus, let other, let otherBus):
            return phrase(
                "Meter \(one) hangs on \(bus) and meter \(other) on \(otherBus); only two meters of one bus can be swapped.")
        }
    }

    var remedy: String {
        switch self {
        case .noBus: phrase("Name one of these.")
        case .noMeter, .onOtherBus, .acrossBuses:
            phrase("Meters and their buses stand in field/meters.csv of the campus, once it has run.")
        }
    }
}
