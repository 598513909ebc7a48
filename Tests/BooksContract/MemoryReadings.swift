// What the meters said, without a disk, for tests of everything above it.

public import Domain
public import Operations
import Synchronization

/// Readings in memory: the latest of every meter and the last of each day; nothing is ever dropped.
public final class MemoryReadings: ReadingsStore {
    private struct State {
        var latest: [MeterID: Reading] = [:]
        var log: [Reading] = []
        var days: [MeterID: [Day: DailyReading]] = [:]
        var health: [BusHealth] = []
    }

    private let state = Mutex(State())
    private let offset: UTCOffset

    /// Opens an empty store of a campus at an offset.
    public init(offset: UTCOffset = .china) { self.offset = offset }

    /// See the `ReadingsStore` port.
    public func record(_ readings: [Reading]) throws {
        state.withLock { state in
            for reading in readings {
                let full = reading.filled(from: state.latest[reading.meter])
                state.latest[reading.meter] = full
                state.log.append(reading)
                guard let register = reading.register else { continue }
                let day = Day(of: reading.at, at: offset)
                state.days[reading.meter, default: [:]][day] = DailyReading(day: day, register: register, remaining: full.remaining)
            }
        }
    }

    /// See the `ReadingsStore` port.
    public func latest() throws -> [MeterID: Reading] { state.withLock { $0.latest } }

    /// See the `ReadingsStore` port.
    public func changes(since mark: Int64) throws -> (readings: [Reading], mark: Int64) {
        state.withLock { state in (Array(state.log.dropFirst(Int(max(0, mark)))), Int64(state.log.count)) }
    }

    /// See the `ReadingsStore` port.
    public func daily(of meter: MeterID, from first: Day) throws -> [DailyReading] { try daily(from: first)[meter] ?? [] }

    /// See the `ReadingsStore` port.
    public func daily(from first: Day) throws -> [MeterID: [DailyReading]] {
        state.withLock { state in
            state.days.mapValues { days in days.values.filter { $0.day >= first }.sorted { $0.day < $1.day } }.filter { !$0.value.isEmpty }
        }
    }

    /// See the `ReadingsStore` port.
    public func registers(of meters: [MeterID], at time: ReadingTime) throws -> [Energy?] {
        let (log, days, offset) = state.withLock { ($0.log, $0.days, self.offset) }
        return meters.map { meter in
            switch time {
            case .hour(let hour):
                log.last { $0.meter == meter && $0.register != nil && WallTime($0.at, at: offset).hour == hour }?.register
            case .day(let day, let reach):
                (0...max(reach, 0)).lazy.compactMap { days[meter]?[day.advanced(by: -$0)]?.register }.first
            }
        }
    }

    /// See the `ReadingsStore` port.
    public func prune(now: Instant) throws -> Bool { false }

    /// See the `ReadingsStore` port.
    public func record(_ health: [BusHealth]) throws { state.withLock { $0.health = health } }

    /// See the `ReadingsStore` port.
    public func health() throws -> [BusHealth] { state.withLock { $0.health } }
}
