import Operations

/// Jobs that wait for a bus: the higher priority first, equal ones in order of arrival.
struct JobQueue: Sendable {
    private var lanes: [[MeterJob]] = [[], [], []]
    /// The first job of each lane that was not taken yet.
    private var heads = [0, 0, 0]

    var count: Int { lanes.indices.reduce(0) { $0 + lanes[$1].count - heads[$1] } }

    var isEmpty: Bool { lanes.indices.allSatisfy { heads[$0] == lanes[$0].count } }

    mutating func append(_ job: MeterJob) {
        lanes[job.priority.rawValue].append(job)
    }

    mutating func popFirst() -> MeterJob? {
        for lane in lanes.indices.reversed() where heads[lane] < lanes[lane].count {
            let job = lanes[lane][heads[lane]]
            heads[lane] += 1
            // Taken jobs are dropped when they are the larger part, so that taking stays cheap.
            if heads[lane] * 2 > lanes[lane].count {
                lanes[lane].removeFirst(heads[lane])
                heads[lane] = 0
            }
            return job
        }
        return nil
    }

    /// Takes out every job that does not stay.
    mutating func removeAll(where leaves: (MeterJob) -> Bool) -> [MeterJob] {
        var removed: [MeterJob] = []
        for lane in lanes.indices.reversed() {
            let waiting = lanes[lane].dropFirst(heads[lane])
            removed += waiting.filter(leaves)
            lanes[lane] = waiting.filter { !leaves($0) }
            heads[lane] = 0
        }
        return removed
    }
}
