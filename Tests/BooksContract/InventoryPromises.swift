// Promises about rooms, meters and the taking over of meters.

import Domain
import Operations

extension BooksContract {
    static let inventory: [BooksPromise] = [
        BooksPromise("an inventory is read back as it was given") { books in
            try ContractCampus.open(in: books)
            let found = try books.inventory()
            let given = ContractCampus.change
            try expect(found, is: Inventory(rooms: given.rooms, meters: given.meters, concentrators: given.concentrators), "inventory")
            try expect(try books.inventoryVersion(), is: 1, "version after one change")
        },
        BooksPromise("a difference from an older inventory is refused as a whole") { books in
            try ContractCampus.open(in: books)
            let late = InventoryChange(version: 0, rooms: [Room(id: RoomID("9-901"), building: "9", floor: 9, number: "901", beds: 2)])
            try expect(try books.take(late, actor: ContractCampus.chen, at: ContractCampus.evening), is: .stale, "the late difference")
            try expect(try books.inventory().rooms[RoomID("9-901")] == nil, "the late room was written")
        },
        BooksPromise("a baseline opens the books of its room") { books in
            try ContractCampus.open(in: books)
            let standing = try ContractCampus.standing(books, ContractCampus.energyRoom)
            try expect(standing.expectedCount, is: 6, "expected count")
            try expect(standing.expectedTotal, is: ContractCampus.energy(300_00), "expected total")
            try expect(standing.lots.map(\.left), is: [ContractCampus.energy(3_25)], "lots")
            try expect(standing.lots.map(\.paid), is: [.zero], "what was paid for credit that was found")
            let entries = try books.entries(of: ContractCampus.energyRoom, limit: 10)
            try expect(entries.map(\.draft.kind), is: [.adoption], "entries")
            try expect(try books.account(of: ContractCampus.moneyRoom).purchased, is: Credit(.money, hundredths: 12_00), "money wallet")
        },
        BooksPromise("an overdraft that was found is debt") { books in
            var change = ContractCampus.change
            change.meters[0].baseline?.remaining = ContractCampus.energy(-2_00)
            try expect(try books.take(change, actor: ContractCampus.chen, at: ContractCampus.evening), is: .taken, "taking")
            let standing = try ContractCampus.standing(books, ContractCampus.energyRoom)
            try expect(standing.emergency, is: ContractCampus.energy(2_00), "debt")
            try expect(standing.lots.isEmpty, "an overdraft opened a lot")
            try expect(try books.account(of: ContractCampus.energyRoom).balance, is: ContractCampus.energy(-2_00), "balance")
        },
        BooksPromise("only the meter that keeps a room's credit is adopted") { books in
            var change = ContractCampus.change
            var second = ContractCampus.energyMeter
            second.id = MeterID("000000001418")
            second.place = .room(ContractCampus.energyRoom, circuit: "sockets")
            change.meters.append(second)
            try expect(try books.take(change, actor: ContractCampus.chen, at: ContractCampus.evening), is: .taken, "taking")
            let standing = try ContractCampus.standing(books, ContractCampus.energyRoom)
            try expect(standing.meter?.id, is: ContractCampus.energyMeter.id, "the meter of the room")
            try expect(standing.lots.map(\.left), is: [ContractCampus.energy(3_25)], "lots")
        },
        BooksPromise("rooms without meter stand, unknown rooms do not") { books in
            try ContractCampus.open(in: books)
            let standings = try books.standings(of: [ContractCampus.bareRoom, RoomID("no such room")])
            try expect(Set(standings.keys), is: [ContractCampus.bareRoom], "rooms that stand")
            try expect(standings[ContractCampus.bareRoom]?.meter == nil, "the bare room got a meter")
        },
        BooksPromise("the meters of rooms are those that stand there, in order of circuit") { books in
            try ContractCampus.open(in: books)
            var lamp = ContractCampus.energyMeter
            (lamp.id, lamp.baseline) = (MeterID("000000000001"), nil)
            lamp.place = .room(ContractCampus.energyRoom, circuit: "light")
            let change = InventoryChange(version: 1, meters: [lamp])
            try expect(try books.take(change, actor: ContractCampus.chen, at: ContractCampus.evening), is: .taken, "taking")
            let rooms = [ContractCampus.energyRoom, ContractCampus.bareRoom, ContractCampus.plainRoom, RoomID("no such room")]
            try expect(
                try books.meters(of: rooms).mapValues { $0.map(\.id) },
                is: [
                    ContractCampus.energyRoom: [lamp.id, ContractCampus.energyMeter.id],
                    ContractCampus.plainRoom: [ContractCampus.plainMeter.id],
                ], "meters")
            _ = try books.commit(try ContractCampus.swap(books, id: "S1"), at: ContractCampus.evening)
            let standing = try books.meters(of: [ContractCampus.energyRoom])[ContractCampus.energyRoom]?.map(\.circuit)
            try expect(standing, is: ["light", "main"], "circuits after a swap")
        },
        BooksPromise("a change of its meters makes a room's plans stale") { books in
            try ContractCampus.open(in: books)
            let plan = try ContractCampus.plan(books, [(ContractCampus.energyRoom, Money(fen: 50_00))], id: "P1")
            var meter = ContractCampus.energyMeter
            meter.ctRatio = 2
            let change = InventoryChange(version: 1, meters: [meter])
            try expect(try books.take(change, actor: ContractCampus.chen, at: ContractCampus.evening), is: .taken, "taking")
            try expect(
                try books.commit(plan, at: ContractCampus.evening), is: .stale([ContractCampus.energyRoom: .changedSincePlan]), "commit")
        },
    ]

    static let requests: [BooksPromise] = [
        BooksPromise("a request for a read is open until it is answered") { books in
            try ContractCampus.open(in: books)
            for number in 1...3 {
                try books.request(
                    ReadRequest(
                        id: "R\(number)", meter: ContractCampus.energyMeter.id,
                        at: ContractCampus.evening.adding(seconds: Int64(number))))
            }
            try expect(try books.openRequests().map(\.id), is: ["R1", "R2", "R3"], "open requests, oldest first")
            try expect(try books.answer(to: "R2"), is: nil, "answer while it is open")
            try books.answer("R2", result: "read", at: ContractCampus.evening.adding(seconds: 9))
            try expect(try books.openRequests().map(\.id), is: ["R1", "R3"], "open requests after the answer")
            try expect(try books.answer(to: "R2"), is: "read", "answer")
        }
    ]
}
