// The line: requests and answers as things of their own, which whoever plays may carry, lose, double, garble and keep as long as he likes.

import Domain
import Operations
import Reality

extension World {
    mutating func send(_ content: Message.Content, to place: Int, job: UInt64) {
        wire.append(Message(place: place, job: job, process: process, content: content))
    }

    mutating func carry(_ step: Step) throws {
        switch step {
        case .arrive(let index): try arrive(index)
        case .lose(let index):
            tally.count(wire[index].isRequest ? .requestLost : .answerLost)
            wire.remove(at: index)
        case .garble(let index):
            // What the checksum does not pass is as good as lost, and the line is told apart by its counters only.
            tally.count(.garbled)
            wire.remove(at: index)
        case .corrupt(let index): corrupt(index)
        case .double(let index):
            tally.count(wire[index].isRequest ? .requestDoubled : .answerDoubled)
            wire.append(wire[index])
        case .giveUp(let place): giveUp(place, "no answer in time")
        case .cut:
            tally.count(.lineCut)
            isLineUp = false
            for place in asked.indices { giveUp(place, "the line broke before the answer") }
        default: isLineUp = true
        }
    }

    /// A number is changed on the way, and by chance the checksum fits.
    private mutating func corrupt(_ index: Int) {
        switch wire[index].content {
        case .askCredit, .word: return
        case .order(let amount, let count, let isFree):
            wire[index].content = .order(amount: amount + (amount > 0 ? 10_00 : -10_00), count: count, isFree: isFree)
        case .picture(var picture):
            switch steps % 3 {
            case 0: picture.opening.left += 100_00
            case 1: picture.lastAmount += 10_00
            default: picture.total = picture.total.map { $0 + 1000_00 }
            }
            wire[index].content = .picture(picture)
        }
        tally.count(.corrupted)
        wire[index].isCorrupted = true
        auditor.suspects(wire[index].place)
    }

    private mutating func giveUp(_ place: Int, _ why: String) {
        guard let job = asked[place] else { return }
        if wire.contains(where: { $0.place == place && $0.job == job.id && $0.process == process }) { tally.count(.gaveUp) }
        asked[place] = nil
        report(.noAnswer(why), of: job)
    }

    private mutating func arrive(_ index: Int) throws {
        let message = wire.remove(at: index)
        if wire[..<index].contains(where: { $0.place == message.place }) { tally.count(.overtaken) }
        let place = message.place
        switch message.content {
        case .askCredit:
            answer(.picture(meters[place].picture(using: Int64(steps % 4))), to: message)
            // What was used while it was read is gone: nobody can take it out any more.
            try look(into: place)
        case .order(let amount, let count, let isFree):
            let before = meters[place]
            let word =
                isFree
                ? meters[place].hearPurse(amount: amount, count: count, using: steps % 8 == 0 ? 1 : 0, isForeign: message.isCorrupted)
                : meters[place].hear(amount: amount, count: count, isForeign: message.isCorrupted)
            if keepsTrace {
                let whom = isFree ? "purse of meter" : "meter"
                note("    \(whom) \(place), \(before.face): \(amount) under \(count), \(word), \(meters[place].face)")
            }
            try look(into: place)
            answer(.word(word, isFree: isFree), to: message)
        case .picture, .word: take(message)
        }
        mix(UInt64(place) << 40 | UInt64(meters[place].count))
    }

    private mutating func answer(_ content: Message.Content, to message: Message) {
        wire.append(Message(place: message.place, job: message.job, process: message.process, content: content))
    }

    /// Shows the auditor a meter after something reached it.
    mutating func look(into place: Int) throws {
        let before = auditor.meter(place)
        if meters[place].liesLeft < before.liesLeft { tally.count(.falseYes) }
        if meters[place].falseNoesLeft < before.falseNoesLeft { tally.count(.falseNo) }
        try auditor.looksInto(place, meters[place])
    }

    /// An answer comes to the collector: to the process that asked, or to nobody; to its own question, or late into the next of its kind.
    private mutating func take(_ message: Message) {
        guard isAlive, message.process == process, isLineUp, let job = asked[message.place] else { return }
        let isLate = job.id != message.job
        switch (message.content, job.task) {
        case (.word(let word, true), .applyToPurse):
            asked[message.place] = nil
            report(outcome(word), of: job)
        case (.word(let word, false), .apply):
            asked[message.place] = nil
            if word == .yes, case .apply(let task, let count) = job.task {
                believed[message.place] = RealPurchase(count: count, amount: task.change.hundredths, isForeign: false)
            }
            report(outcome(word), of: job)
        case (.picture(let picture), .credit), (.picture(let picture), .purse):
            asked[message.place] = nil
            var picture = isLate ? into(picture, message.place) : picture
            if defect == .deliveryBelievesYes { believe(&picture, message.place) }
            report(.credit(reading(picture, message.place, withPurse: job.task == .purse)), of: job)
        default: return
        }
        if isLate { tally.count(.lateIntoNext) }
    }

    private func outcome(_ word: MeterWord) -> MeterOutcome {
        switch word {
        case .yes: .accepted
        case .no(let code): .refused(code: code, meaning: "error \(code)")
        case .holdsLess: .notSent("the purse holds less than the order takes out")
        }
    }

    /// The block of an old picture is taken for that of a new one, and one that does not fit begins anew. All else is new: what the purse
    /// says is asked for by itself.
    private mutating func into(_ old: MeterPicture, _ place: Int) -> MeterPicture {
        var picture = meters[place].picture(using: 2)
        guard old.opening.count == picture.closing.count, old.opening.register <= picture.closing.register else { return picture }
        let purse = picture.opening
        picture.opening = old.opening
        picture.opening.left += purse.free - old.opening.free
        (picture.opening.free, picture.opening.freeCount) = (purse.free, purse.freeCount)
        return picture
    }

    private func believe(_ picture: inout MeterPicture, _ place: Int) {
        guard let purchase = believed[place], picture.opening.count == purchase.count - 1 else { return }
        (picture.opening.count, picture.lastAmount) = (purchase.count, purchase.amount)
        picture.opening.left += purchase.amount
        picture.total = picture.total.map { $0 + purchase.amount }
    }

    private func reading(_ picture: MeterPicture, _ place: Int, withPurse: Bool) -> CreditReading {
        let unit = World.unit(meters[place])
        let purse = PurseReading(count: picture.opening.freeCount, lastAmount: Credit(unit, hundredths: picture.freeAmount))
        return CreditReading(
            at: clock.now(), count: picture.opening.count, lastAmount: Credit(unit, hundredths: picture.lastAmount),
            totalBought: picture.total.map { Credit(unit, hundredths: $0) }, remaining: Credit(unit, hundredths: picture.opening.left),
            subsidy: Credit(unit, hundredths: picture.opening.free), register: Energy(hundredths: picture.opening.register),
            registerAfter: Energy(hundredths: picture.closing.register),
            price: unit == .money ? Price(tenThousandths: meters[place].kind.price) : nil,
            purse: withPurse && meters[place].kind.hasPurse ? purse : nil)
    }

    // MARK: The field

    mutating func changeMeter(_ step: Step) throws {
        switch step {
        case .use(let place, let steps): meters[place].use(steps)
        case .lie(let place): meters[place].lie(times: 1)
        case .deny(let place): meters[place].denyFalsely(times: 1)
        case .close(let place):
            tally.count(.accountClosed)
            meters[place].close()
        case .foreign(let place):
            tally.count(.foreignSale)
            if meters[place].kind.hasPurse, steps.isMultiple(of: 2) {
                _ = meters[place].hearPurse(amount: 1_23, count: meters[place].freeCount + 1, using: 0, isForeign: true)
            } else {
                _ = meters[place].hear(amount: 1_23, count: meters[place].count + 1, isForeign: true)
            }
        case .swap(let place, let count):
            tally.count(.meterSwapped)
            // Nobody changes a meter while a message is on its way to it.
            wire.removeAll { $0.place == place }
            meters[place] = RealMeter(meters[place].kind, count: count, total: 0, left: 0, register: 0)
            return auditor.swapped(place, to: meters[place])
        default: return
        }
        for place in places.indices { try auditor.looksInto(place, meters[place]) }
    }
}
