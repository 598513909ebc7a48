// Protects nothing by itself: the office's process in a replay, pumped as the collector service pumps it, and its deaths.
// How: between any two steps the process may die; then its machines, its desk and its mail are gone and only the books stay.

import BooksContract
import Concentrator
import Domain
import Operations
import Seeded
import Simulator

/// What a process holds in its memory.
struct OfficeProcess {
    let number: Int
    var machines: [ConcentratorMachine]
    /// The connection of each machine.
    var connections: [Int?]
    var desk: DeliveryDesk
    var watch = DeliveryWatch()
    /// Reports that wait for the service.
    var mail: [MeterReport] = []
    var isMailOnItsWay = false

    var wakeAt: Int64? {
        (machines.lazy.compactMap(\.wakeAt).min().map { [$0] } ?? []).reduce(desk.wakeAt) { min($0 ?? $1, $1) }?.milliseconds
    }
}

/// The process ends here; nothing after this happens.
struct ProcessDied: Error {}

extension CampusReplay {
    /// Runs a piece of the process, if it is alive and still the one that is meant.
    func asOffice(_ number: Int? = nil, _ work: (inout OfficeProcess) throws -> Void) throws {
        guard var alive = process, number.map({ $0 == alive.number }) ?? true else { return }
        process = nil
        do {
            try work(&alive)
            process = alive
        } catch is ProcessDied {
            try bury(alive)
        }
    }

    /// A place between two steps, at which the process may die.
    func maybeDie() throws {
        if hits(script.crashes.office) { throw ProcessDied() }
    }

    /// Kills the office now.
    func killOffice() throws { try asOffice { _ in throw ProcessDied() } }

    private func bury(_ dead: OfficeProcess) throws {
        counts.officeDeaths += 1
        note("the office dies")
        for case let connection? in dead.connections {
            if chance.below(2) == 0 { network.connections[connection]?.isSwallowing = true }
            closeFromOffice(connection)
        }
        books.arm(nil)
        try auditOrders()
        events.add(.startOffice, at: now + chance.within(500...20_000))
    }

    func startOffice() throws {
        guard process == nil else { return }
        processNumber += 1
        note("the office starts")
        try reopenBooks()
        var timing = LineTiming()
        timing.shortestRound = script.roundPause
        let meters = inventory.meters.values.sorted { $0.id < $1.id }
        let machines = campus.concentrators.enumerated().compactMap { index, described in
            inventory.concentrators[ConcentratorID(described.name)].map {
                let seed = script.seed &+ UInt64(processNumber * 16 + index)
                return ConcentratorMachine($0, meters: meters, timing: timing, seed: seed, at: instant)
            }
        }
        process = OfficeProcess(
            number: processNumber, machines: machines, connections: machines.map { _ in nil },
            desk: DeliveryDesk(rules: office.rules.delivery))
        events.add(.look(process: processNumber), at: now)
    }

    func wake(_ alive: inout OfficeProcess) throws {
        for index in alive.machines.indices {
            guard let at = alive.machines[index].wakeAt, at <= instant else { continue }
            return try perform(alive.machines[index].wake(at: instant), of: index, &alive)
        }
        try follow(alive.desk.wake(instant), &alive)
    }

    /// How every bus is doing.
    var health: [BusHealth] { process.map { $0.machines.flatMap(\.health) } ?? [] }

    /// Whether something is being asked of a meter in the line of an order.
    func isReading(_ meter: String) -> Bool {
        guard let index = concentratorOfMeter[MeterID(meter)], let bus = inventory.meters[MeterID(meter)]?.bus else { return false }
        return process?.machines[index].health.contains { $0.id == bus && $0.waiting > 0 } == true
    }

    // MARK: Lines

    func perform(_ actions: [ConcentratorMachine.Action], of index: Int, _ alive: inout OfficeProcess) throws {
        for action in actions {
            try maybeDie()
            switch action {
            case .connect: connect(index, &alive)
            case .close:
                if let connection = alive.connections[index] { closeFromOffice(connection) }
                alive.connections[index] = nil
            case .send(let bytes):
                if script.keepsLog { note("office sends \(hexadecimal(bytes))") }
                if WiredPurchase(bytes) != nil { try auditor.leaves(bytes, shown: shownOrders()) }
                if let connection = alive.connections[index] { send(bytes, on: connection) }
            case .report(let report):
                try auditReading(report)
                alive.mail.append(report)
                guard !alive.isMailOnItsWay else { continue }
                alive.isMailOnItsWay = true
                events.add(.reports(process: alive.number), at: now + chance.within(0...30))
            }
        }
    }

    func takeReports(_ alive: inout OfficeProcess) throws {
        let reports = alive.mail
        alive.mail = []
        alive.isMailOnItsWay = false
        for report in reports {
            try maybeDie()
            if case .reading(let reading) = report.outcome {
                try readings.record([reading])
                counts.readings += 1
            }
            try follow(alive.desk.report(report), &alive)
        }
    }

    // MARK: Orders

    /// Looks into the books for what others put there.
    func look(_ alive: inout OfficeProcess, goesOn: Bool = false) throws {
        if goesOn { events.add(.look(process: alive.number), at: now + 2_000) }
        maybeFail(isWrite: false)
        do {
            let actions = try alive.watch.look(books, &alive.desk, now: instant)
            books.arm(nil)
            try follow(actions, &alive)
        } catch let error as BooksError {
            note("the books can not be read: \(error)")
        }
    }

    private func follow(_ actions: [DeliveryAction], _ alive: inout OfficeProcess) throws {
        var waiting = actions[...]
        while let action = waiting.popFirst() {
            try maybeDie()
            switch action {
            case .submit(let job): try submit(job, &alive)
            case .record(let step): waiting += try record(step, &alive)[...]
            case .sync: try look(&alive)
            }
        }
    }

    func submit(_ job: MeterJob, _ alive: inout OfficeProcess) throws {
        guard let index = concentratorOfMeter[job.meter] else { throw Finding(description: "a job for no concentrator: \(job)") }
        try perform(alive.machines[index].submit(job, at: instant), of: index, &alive)
    }

    private func record(_ step: OrderStep, _ alive: inout OfficeProcess) throws -> [DeliveryAction] {
        maybeFail(isWrite: true)
        defer { books.arm(nil) }
        do {
            let order = try books.record(step)
            note("order \(order.id) of \(order.meter) \(order.state.word) count \(order.count) \(order.note)")
            try auditOrders()
            if order.state == .confirmed {
                counts.slowest = max(counts.slowest, instant.milliseconds(since: order.createdAt))
                readNow += 1
                try submit(MeterJob(id: readNow, meter: order.meter, task: .poll, priority: .now), &alive)
            }
            try maybeDie()
            return alive.desk.recorded(order, now: instant)
        } catch let error as BooksError {
            note("order \(step.order) can not be written \(step.to.word): \(error)")
            books.arm(nil)
            try auditOrders()
            return alive.desk.notRecorded(step, error: error, now: instant)
        }
    }

    /// Lets the next call of the books fail, if chance wants it.
    func maybeFail(isWrite: Bool) {
        guard hits(script.storeFaults) else { return }
        counts.storeFaults += 1
        switch chance.below(isWrite ? 5 : 2) {
        case 0: books.arm(.refused(.busy))
        case 1: books.arm(.refused(.damaged("a page could not be read")))
        case 2: books.arm(.refused(.diskFull))
        case 3: books.arm(.refused(.readOnly("the folder")))
        default: books.arm(.answerLost)
        }
    }
}
