// The collector: the real delivery desk, pumped as the program pumps it, and its deaths between any two steps.

import BooksContract
import Domain
import Operations
import Reality

extension World {
    mutating func collect(_ step: Step) throws {
        switch step {
        case .kill: if isAlive { try die(.collectorKilled) }
        case .start: try live()
        case _ where !isAlive: break
        case .look: try lookIntoTheBooks()
        case .wake: todo += desk.wake(clock.now())
        case .poll(let place): try poll(place)
        default: try act()
        }
    }

    private mutating func live() throws {
        guard !isAlive else { return }
        isAlive = true
        // Job numbers begin anew in each process, so that answers to the old one could be taken for its own if anything let them through.
        (desk, orderWatch) = (DeliveryDesk(rules: DeliveryRules()), DeliveryWatch())
        try lookIntoTheBooks()
    }

    mutating func die(_ fault: Fault) throws {
        tally.count(fault)
        isAlive = false
        process += 1
        todo = []
        for place in asked.indices { asked[place] = nil }
        disk.arm(nil)
        try disk.reopen()
    }

    private mutating func lookIntoTheBooks() throws {
        do {
            todo += try orderWatch.look(disk, &desk, now: clock.now()).filter { action in
                if case .submit(let job) = action, job.meter == places[0].meter { defect != .deliveryLosesAnOrder } else { true }
            }
        } catch let error as BooksError {
            count(error)
        }
    }

    /// The round of all meters has come to this one: a sign of life.
    private mutating func poll(_ place: Int) throws {
        guard isLineUp else { return }
        let meter = meters[place]
        var reading = Reading(meter: places[place].meter, at: clock.now())
        reading.remaining = Credit(World.unit(meter), hundredths: meter.left)
        if meter.kind.hasPurse { reading.subsidy = Credit(World.unit(meter), hundredths: meter.free) }
        reading.register = Energy(hundredths: meter.register)
        reading.count = meter.count
        try readings.record([reading])
        todo += desk.report(MeterReport(job: 0, meter: reading.meter, at: reading.at, outcome: .reading(reading)))
    }

    /// Tells the desk what came of what was asked of a meter.
    mutating func report(_ outcome: MeterOutcome, of job: MeterJob) {
        todo += desk.report(MeterReport(job: job.id, meter: job.meter, at: clock.now(), outcome: outcome))
    }

    /// Does the next thing that the desk wants.
    private mutating func act() throws {
        guard !todo.isEmpty else { return }
        switch todo.removeFirst() {
        case .sync:
            orderWatch.lookAgain()
            try lookIntoTheBooks()
        case .submit(let job): try submit(job)
        case .record(let step): try record(step)
        }
    }

    private mutating func submit(_ job: MeterJob) throws {
        guard let place = numbers[job.meter] else { throw Finding("a job for no meter: \(job)") }
        guard asked[place] == nil else { throw Finding("two jobs at once for one meter: \(job)") }
        guard isLineUp else { return report(.notSent("the line is down"), of: job) }
        asked[place] = job
        switch job.task {
        case .apply(let task, let count):
            try leave(task, defect == .deliverySendsUnderTheNextCount ? meters[place].count + 1 : count, isFree: false, place, job)
        case .applyToPurse(let task, let count):
            try leave(task, defect == .deliverySkipsACountOfThePurse ? count + 1 : count, isFree: true, place, job)
        default: send(.askCredit, to: place, job: job.id)
        }
    }

    private mutating func leave(_ task: OrderTask, _ count: Int, isFree: Bool, _ place: Int, _ job: MeterJob) throws {
        let amount = task.change.hundredths
        try auditor.leaves(meter: place, amount: amount, count: count, isFree: isFree)
        send(.order(amount: amount, count: count, isFree: isFree), to: place, job: job.id)
        if defect == .deliverySendsTwice { send(.order(amount: amount, count: count + 1, isFree: isFree), to: place, job: job.id) }
    }

    private mutating func record(_ step: OrderStep) throws {
        if defect == .deliverySendsBeforeTheBooks, step.to == .sent { try sendEarly(step) }
        do {
            let order = try disk.record(step)
            try show(numbers[order.meter] ?? 0)
            todo += desk.recorded(order, now: clock.now())
        } catch let error as BooksError {
            count(error)
            for place in places.indices { try show(place) }
            todo += desk.notRecorded(step, error: error, now: clock.now())
        } catch is ProcessKilled {
            try die(.killedInWrite)
            for place in places.indices { try show(place) }
        }
    }

    private mutating func sendEarly(_ step: OrderStep) throws {
        guard let order = try disk.books.orders(.open).first(where: { $0.id == step.order }), let place = numbers[order.meter] else {
            return
        }
        let (count, isFree) = (step.count ?? order.count, step.usesPurse ?? order.usesPurse)
        try auditor.leaves(meter: place, amount: order.task.change.hundredths, count: count, isFree: isFree)
        send(.order(amount: order.task.change.hundredths, count: count, isFree: isFree), to: place, job: 0)
    }
}
