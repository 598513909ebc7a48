import Domain
import Operations
import Phrases
import Terminal

/// What is chosen about refunds.
enum RefundPick: Hashable, Sendable {
    /// A new run.
    case cohort(LeaverShare), building, floor, marked
    /// Which rooms are listed.
    case rows(RefundChoice)
    /// What a step is about, and the rooms for which it was chosen.
    case step(RefundForm.Matter, [RoomID])
    /// All statements of a run as one file.
    case saveStatements(RefundRunID)
}

extension Console {
    /// Does what was chosen.
    mutating func choose(_ pick: RefundPick) -> [Effect] {
        switch pick {
        case .cohort(let share): beginRun(.cohort(share))
        case .building: beginRun(.building)
        case .floor: beginRun(.floor)
        case .marked:
            guard !rooms.list.marks.isEmpty else { return refuse(phrase("No room is marked: g r, Space marks.")) }
            beginRun(.marked(markedRooms))
        case .rows(let choice): refund.choose(choice)
        case .step(let matter, let rooms): return begin(matter, rooms.compactMap { refund[$0] })
        case .saveStatements(let run): return [.paper(.saveStatements(run))]
        }
        return []
    }
}

extension Chooser {
    private static func option(_ letter: Character, _ label: String, _ note: String, _ pick: RefundPick) -> Option {
        Option(letter: letter, label: label, note: note, choice: .refund(pick))
    }

    /// Who leaves.
    static func refundWays(marked: Int) -> Chooser {
        Chooser(
            question: phrase("Who leaves?"),
            options: [
                option("c", phrase("A cohort"), phrase("its share of each room is paid"), .cohort(.paidOut)),
                option("s", phrase("A cohort"), phrase("its share stays where others stay"), .cohort(.staysInRoom)),
                option("b", phrase("A building"), phrase("everybody leaves"), .building),
                option("f", phrase("A floor"), phrase("everybody leaves"), .floor),
                option(
                    "m", phrase("The marked rooms"),
                    marked == 0 ? phrase("none is marked in the list of rooms") : phrase("\(marked) marked"), .marked),
            ])
    }

    /// Which rooms of a run.
    static func refundRows(_ state: RefundState) -> Chooser {
        let letters: [RefundStep: Character] = [
            .frozen: "f", .estimated: "e", .approved: "p", .taking: "t", .opening: "o", .fixed: "x", .split: "s", .paid: "i", .closed: "c",
            .dropped: "d",
        ]
        let choices: [(Character, String, RefundChoice)] =
            [("a", phrase("All"), .all), ("w", phrase("Wait for somebody"), .waiting)]
            + RefundStep.allCases.compactMap { step in letters[step].map { ($0, step.spoken, .step(step)) } }
        return Chooser(
            question: phrase("List which rooms of the run"),
            options: choices.map { option($0.0, $0.1, "\(state.count($0.2))", .rows($0.2)) },
            index: choices.firstIndex { $0.2 == state.choice } ?? 0)
    }

    /// How the amount of one room is divided.
    static func refundSplits(_ row: RefundRow, _ overview: RefundOverview?) -> Chooser {
        let letters = Array("123456789")
        let payees = zip(letters, row.people.leaving).map { letter, stay in
            option(
                letter, phrase("All to \(overview?.name(stay.resident) ?? stay.resident.text)"), stay.resident.text,
                .step(.split(.payee(stay.resident)), [row.id]))
        }
        return Chooser(
            question: phrase("Divide what is due in room \(row.id)"),
            options: [
                option("e", phrase("Equal"), phrase("among \(row.people.leaving.count)"), .step(.split(.equal), [row.id])),
                option("p", phrase("By per cent"), phrase("typed for each"), .step(.split(nil), [row.id])),
            ] + payees)
    }

    /// How a room is opened whose meter gives nothing back.
    static func refundOpening(_ row: RefundRow) -> Chooser {
        Chooser(
            question: phrase("Open room \(row.id)"),
            options: [
                option("o", phrase("By command"), phrase("the read-back is the final reading"), .step(.openRelay, [row.id])),
                option("t", phrase("By a typed reading"), phrase("a person has opened it and read the meter"), .step(.open, [row.id])),
            ])
    }

    /// How and to whom is paid.
    static func refundPayments(_ rows: [RefundRow], _ overview: RefundOverview?) -> Chooser {
        let shares = rows.flatMap(\.state.unpaid)
        let rooms = rows.map(\.id)
        let due = shares.reduce(Money.zero) { $0 + $1.money }
        var options = [
            option("c", phrase("In cash"), phrase("\(due) yuan to \(shares.count), from your drawer"), .step(.pay(.cash, nil), rooms)),
            option("b", phrase("Through the bank"), phrase("\(due) yuan to \(shares.count)"), .step(.pay(.bank, nil), rooms)),
        ]
        if rows.count == 1, shares.count > 1 {
            let people = Dictionary(rows[0].people.leaving.map { ($0.id, $0.resident) }) { first, _ in first }
            let payees = shares.compactMap { share in people[share.stay].map { ($0, share.money) } }
            for (index, (resident, money)) in payees.prefix(8).enumerated() {
                let name = overview?.name(resident) ?? resident.text
                let letters = Array("defghijk")
                options.append(
                    option(letters[index], phrase("In cash to \(name)"), phrase("\(money) yuan"), .step(.pay(.cash, resident), rooms)))
            }
            for (index, (resident, money)) in payees.prefix(8).enumerated() {
                let name = overview?.name(resident) ?? resident.text
                let letters = Array("DEFGHIJK")
                options.append(
                    option(letters[index], phrase("By bank to \(name)"), phrase("\(money) yuan"), .step(.pay(.bank, resident), rooms)))
            }
        }
        return Chooser(question: phrase("Pay what is due"), options: options)
    }

    /// The papers of a run.
    static func refundPapers(_ run: RefundRunID, _ room: RoomID?) -> Chooser {
        var options = [
            Option(letter: "l", label: phrase("Payout list"), note: phrase("who gets what, to sign"), choice: .paper(.payout(run))),
            option("a", phrase("All statements"), phrase("saved in reports/ as one file"), .saveStatements(run)),
        ]
        if let room {
            options.insert(
                Option(letter: "s", label: phrase("Statement"), note: phrase("room \(room)"), choice: .paper(.statement(run, room))), at: 0)
        }
        return Chooser(question: phrase("Which paper of \(run)?"), options: options)
    }
}
