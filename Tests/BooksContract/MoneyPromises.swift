// Promises about money and energy: lots, wallets, sums and the chain follow from the entries.

import Domain
import Operations

extension BooksContract {
    static let money: [BooksPromise] = [
        BooksPromise("use draws the oldest lot first and earns its share") { books in
            try ContractCampus.open(in: books)
            try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
            // 4.54 kWh: 3.25 found in the meter, for which nothing was paid, then 1.29 of 90.90 for 50.00 yuan.
            let register = Energy(hundredths: 1239_10)
            guard case .committed = try ContractCampus.use(books, ContractCampus.energyMeter, upTo: register, id: "U1") else {
                throw BrokenPromise(description: "the use is not committed")
            }
            let account = try books.account(of: ContractCampus.energyRoom)
            try expect(account.balance, is: ContractCampus.energy(89_61), "balance")
            try expect(account.lots.map(\.left), is: [ContractCampus.energy(89_61)], "lots with something left")
            // Worth of the rest: 5000 × 8961 ÷ 9090 = 4929.04, rounded down.
            try expect(account.prepaid, is: Money(fen: 49_29), "prepaid")
            try expect(account.reached?.register, is: register, "how far use is posted")
            try expect(account.reached?.meter, is: ContractCampus.energyMeter.id, "the meter of the mark")
            let sums = try books.trialBalance()
            try expect(sums.first { $0.account == .income }?.amount, is: -71, "income")
            try expect(sums.first { $0.account == .used }?.amount, is: 4540, "energy used")
        },
        BooksPromise("use beyond all lots is debt, and new credit repays it first") { books in
            try ContractCampus.open(in: books)
            try ContractCampus.use(books, ContractCampus.energyMeter, upTo: Energy(hundredths: 1239_81), id: "U1")
            var standing = try ContractCampus.standing(books, ContractCampus.energyRoom)
            try expect(standing.emergency, is: ContractCampus.energy(2_00), "debt")
            try expect(standing.lots, is: [], "lots")
            try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
            standing = try ContractCampus.standing(books, ContractCampus.energyRoom)
            try expect(standing.emergency, is: ContractCampus.energy(0), "debt after the sale")
            try expect(standing.lots.map(\.left), is: [ContractCampus.energy(88_90)], "what is left of the lot")
            try expect(standing.lastSale?.money, is: Money(fen: 50_00), "last sale")
            try expect(try books.account(of: ContractCampus.energyRoom).prepaid, is: Money(fen: 48_89), "prepaid")
        },
        BooksPromise("every commodity sums to zero, and the journal verifies") { books in
            try ContractCampus.open(in: books)
            try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
            try ContractCampus.sell(books, ContractCampus.moneyRoom, Money(fen: 30_00), id: "P2")
            try ContractCampus.sell(books, ContractCampus.plainRoom, Money(fen: 20_00), id: "P3")
            try ContractCampus.use(books, ContractCampus.energyMeter, upTo: Energy(hundredths: 1300_00), id: "U1")
            try ContractCampus.use(books, ContractCampus.moneyMeter, upTo: Energy(hundredths: 620_01), id: "U2")
            for commodity in Commodity.allCases {
                let sum = try books.trialBalance().filter { $0.commodity == commodity }.reduce(0) { $0 + $1.amount }
                try expect(sum, is: 0, "sum of \(commodity)")
            }
            let verification = try books.verify()
            try expect(verification.findings, is: [], "findings")
            // Two meters were found with credit in them, three sales, two postings of use.
            try expect(verification.entries, is: 7, "entries")
            try expect(verification.head.count, is: 32, "length of the head")
        },
        BooksPromise("entries of a room come newest first, as many as asked for") { books in
            try ContractCampus.open(in: books)
            for number in 1...3 { try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 10_00), id: "P\(number)") }
            let entries = try books.entries(of: ContractCampus.energyRoom, limit: 2)
            try expect(entries.map(\.plan), is: [PlanID("P3"), PlanID("P2")], "plans")
            try expect(entries[0].previousHash != entries[1].previousHash, "two entries have the same predecessor")
            try expect(try books.entries(of: ContractCampus.bareRoom, limit: 5), is: [], "entries of a room without any")
        },
        BooksPromise("a price that holds is answered, the standard price on a new campus") { books in
            try ContractCampus.open(in: books)
            try expect(try books.price(on: Day(of: ContractCampus.evening, at: .china)).price, is: .standard, "price")
        },
    ]
}
