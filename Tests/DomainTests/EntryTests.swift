// Protects: the form of an entry that is hashed, which must never change for entries that stand in books, and the balance of entries.
// How: the bytes of worked entries written out by hand, field by field; every field changed once must change the bytes.

import Domain
import Testing

struct EntryTests {
    private static let sale = Entry(
        sequence: 12, at: Instant(milliseconds: 1_795_266_958_000), day: Day(number: 20778),
        actor: Actor(name: "chen", role: .cashier, shift: "2026-11-21/chen", console: "desk-1"), plan: ID("P1"),
        draft: EntryDraft(
            kind: .sale, room: RoomID("3-418"),
            postings: [
                Posting(.cash("chen"), Money(fen: 5000)), Posting(.prepaid(RoomID("3-418")), Money(fen: -5000)),
                Posting(.issued, Credit(.energy, hundredths: -9090)),
                Posting(.wallet(.purchased, of: RoomID("3-418")), Credit(.energy, hundredths: 9090)),
            ],
            lots: [
                .open(
                    .purchased, credited: Credit(.energy, hundredths: 9090), paid: Money(fen: 5000),
                    left: Credit(.energy, hundredths: 9090), expires: nil)
            ]),
        previousHash: (0..<32).map { $0 })

    @Test func theBytesOfASaleAreFrozen() {
        let head = Array("16:dormwatt-entry-1".utf8) + Array("32:".utf8) + (0..<32).map { UInt8($0) }
        let rest =
            "2:12" + "13:1795266958000" + "5:20778" + "4:chen" + "7:cashier" + "15:2026-11-21/chen" + "6:desk-1" + "2:P1"
            + "4:sale" + "5:3-418" + "1:0" + "0:" + "1:4"
            + "16:assets:cash:chen" + "4:yuan" + "4:5000" + "25:liabilities:prepaid:3-418" + "4:yuan" + "5:-5000"
            + "13:energy:issued" + "3:kWh" + "6:-90900" + "20:room:3-418:purchased" + "3:kWh" + "5:90900"
            + "1:1" + "4:open" + "9:purchased" + "6:energy" + "4:9090" + "4:5000" + "4:9090" + "2:-1"
            + "0:" + "1:0" + "1:0"
        #expect(String(decoding: EntryTests.sale.canonicalBytes.dropFirst(head.count), as: UTF8.self) == rest)
        #expect(Array(EntryTests.sale.canonicalBytes.prefix(head.count)) == head)
    }

    @Test func theBytesOfAUseAreFrozen() {
        var use = EntryTests.sale
        use.draft = EntryDraft(
            kind: .use, room: RoomID("3-419"), corrects: 7, reason: "电", postings: [Posting(.used, Credit(.money, hundredths: 71))],
            lots: [.take(LotID(entry: 9), credit: Credit(.money, hundredths: 71), paid: Money(fen: 70))],
            reaches: RegisterMark(
                meter: MeterID("000000000419"), register: Energy(hundredths: 1239_10), at: Instant(milliseconds: 1_795_266_958_000)))
        let rest =
            "3:use" + "5:3-419" + "1:7" + "3:电" + "1:1" + "11:energy:used" + "9:meterYuan" + "2:71"
            + "1:1" + "4:take" + "5:money" + "1:9" + "2:71" + "2:70" + "12:000000000419" + "7:1239100" + "13:1795266958000"
        #expect(String(decoding: use.canonicalBytes.suffix(rest.utf8.count), as: UTF8.self) == rest)
    }

    @Test func everyFieldIsInTheBytes() {
        var seen: Set<[UInt8]> = [EntryTests.sale.canonicalBytes]
        func change(_ edit: (inout Entry) -> Void) {
            var entry = EntryTests.sale
            edit(&entry)
            #expect(seen.insert(entry.canonicalBytes).inserted, "a change is not in the bytes: \(entry)")
        }
        change { $0.sequence = 13 }
        change { $0.at = $0.at.adding(milliseconds: 1) }
        change { $0.day = $0.day.advanced(by: 1) }
        change { $0.actor.name = "chem" }
        change { $0.actor.role = .manager }
        change { $0.actor.shift = "" }
        change { $0.actor.console = "desk-2" }
        change { $0.plan = ID("P2") }
        change { $0.previousHash[31] = 0 }
        change { $0.draft.kind = .correction }
        change { $0.draft.room = nil }
        change { $0.draft.corrects = 1 }
        change { $0.draft.reason = "x" }
        change { $0.draft.postings[0].amount = 5001 }
        change { $0.draft.postings[0].account = .bank }
        change { $0.draft.postings[2].commodity = .meterYuan }
        change { $0.draft.postings.removeLast() }
        change { $0.draft.lots = [] }
        change { $0.draft.reaches = RegisterMark(meter: MeterID(""), register: .zero, at: Instant(milliseconds: 1)) }
        for expires in [nil, Day(number: 1)] as [Day?] {
            for left in [9090, 9000] as [Int64] where expires != nil || left == 9000 {
                change {
                    $0.draft.lots = [
                        .open(
                            .purchased, credited: Credit(.energy, hundredths: 9090), paid: Money(fen: 5000),
                            left: Credit(.energy, hundredths: left), expires: expires)
                    ]
                }
            }
        }
    }

    @Test func fieldsCanNotRunIntoEachOther() {
        var first = CanonicalWriter()
        first.add("ab")
        first.add("c")
        var second = CanonicalWriter()
        second.add("a")
        second.add("bc")
        #expect(first.bytes != second.bytes)
        #expect(first.bytes == Array("2:ab1:c".utf8))
    }

    @Test func anEntryBalancesForEveryCommodityByItself() {
        var draft = EntryTests.sale.draft
        #expect(draft.balances)
        #expect(EntryDraft(kind: .use, room: nil, postings: []).balances)
        draft.postings[3] = Posting(draft.postings[3].account, .meterYuan, 90_900)
        #expect(!draft.balances)
    }

    @Test func creditIsPostedInItsOwnCommodity() {
        #expect(Posting(.issued, Credit(.energy, hundredths: 9090)) == Posting(Account("energy:issued"), .kWh, 90_900))
        #expect(Posting(.issued, Credit(.money, hundredths: 9090)) == Posting(Account("energy:issued"), .meterYuan, 9090))
        #expect(Account.wallet(.emergency, of: RoomID("3-418")).name == "room:3-418:emergency")
    }
}
