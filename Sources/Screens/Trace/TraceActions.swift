import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// Looks at the frames of the bus under the cursor, or goes on looking at the one on the screen.
    mutating func openTrace() -> [Effect] {
        let bus: BusID? = if case .trace(let bus) = visits.current { bus } else { busList.cursor }
        guard let bus, desk.buses.contains(where: { $0.id == bus }) else { return refuse(phrase("There is no bus here.")) }
        if trace?.bus == bus {
            trace?.until = desk.now.adding(seconds: Int64(TraceState.seconds))
        } else {
            trace = TraceState(bus, at: desk.now)
        }
        visits.go(to: .trace(bus))
        return [.trace(TraceRequest(bus: bus, seconds: TraceState.seconds))]
    }
}
