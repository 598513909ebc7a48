// Protects what the books hold in English: every reason that the program wrote down, by this version or an earlier one, is shown in the
// language of whoever looks, and what a person wrote stays as it is.
// How: the English texts as they stand in books of earlier versions, word for word, shown in Chinese.

import Domain
import Operations
import Phrases
import Testing

@testable import Screens

@Suite struct WrittenReasonTests {
    private let chinese: Language

    init() throws { chinese = try BothLanguages.chinese() }

    struct Written: CustomTestStringConvertible {
        let kind: EntryKind
        let english: String
        let shown: String
        var testDescription: String { english }
    }

    static let written: [Written] = [
        Written(
            kind: .sale,
            english: "Purchase 7 of 90.90 stands on the meter's record; the books had lost it. Which drawer took the money is not known.",
            shown: "电表记录中有第 7 次购电 90.90；账簿曾丢失。收款钱箱不明。"),
        Written(
            kind: .sale,
            english: "Purchase 7 of 90.90 stands on the meter's record and is no work of this desk; taken over in case C00012. "
                + "What was paid is not known: it was sold at another price.",
            shown: "电表记录中有第 7 次购电 90.90，非本处所售；在差异单 C00012 中入账。收款金额不明：售出时电价不同。"),
        Written(
            kind: .correction,
            english: "Take-back 8 of 1.50 stands on the meter's record; the books had lost it. "
                + "What was paid out for it is not known: it is taken to be what was paid for the credit.",
            shown: "电表记录中有第 8 次收回 1.50；账簿曾丢失。退款金额不明：按原付金额计。"),
        Written(kind: .expiry, english: "free credit until 2026-11-30, 2026-12-31", shown: "补贴电量至 2026-11-30, 2026-12-31 到期"),
        Written(
            kind: .grant, english: "subsidy: basic 2026-11 stay 12 5.000, basic 2026-11 room part 2 2.600",
            shown: "补贴：basic 2026-11 住宿 12 5.000, basic 2026-11 房间 第 2 部分 2.600"),
        Written(
            kind: .swap, english: "000000000418 (plate A7) at 1239.10 kWh by 000000000777 at 0.00 kWh with 3.25 in it. burnt out",
            shown: "000000000418（表牌 A7） 表底 1239.10 kWh，换成 000000000777，表底 0.00 kWh，表内 3.25。 burnt out"),
        Written(
            kind: .swap, english: "000000000418 at 1239.10 kWh by 000000000777 at 0.00 kWh with 3.25 in it.",
            shown: "000000000418 表底 1239.10 kWh，换成 000000000777，表底 0.00 kWh，表内 3.25。"),
        Written(kind: .refund, english: "refund grad-2027: taken out", shown: "退费 grad-2027：收回"),
        Written(kind: .refund, english: "refund grad-2027: 0.01 set off", shown: "退费 grad-2027：抵扣 0.01"),
        Written(kind: .relay, english: "refund grad-2027: opened", shown: "退费 grad-2027：拉闸"),
        Written(kind: .relay, english: "in business again: closed after order O00000077", shown: "恢复营业：指令 O00000077 之后合闸"),
        Written(kind: .restoration, english: "refund grad-2027: still in the meter", shown: "退费 grad-2027：仍在表内"),
        Written(
            kind: .payout, english: "refund grad-2027: due stay 12 13.40, stay 13 13.39", shown: "退费 grad-2027：应付 住宿 12 13.40, 住宿 13 13.39"),
        Written(kind: .payout, english: "refund grad-2027: cash stay 12 13.40", shown: "退费 grad-2027：现金 住宿 12 13.40"),
        Written(kind: .payout, english: "refund grad-2027: bank stay 12 13.40", shown: "退费 grad-2027：转账 住宿 12 13.40"),
        Written(kind: .payout, english: "refund grad-2027: set aside stay 12 13.40", shown: "退费 grad-2027：转存 住宿 12 13.40"),
        Written(kind: .correction, english: "the card was read twice", shown: "the card was read twice"),
        Written(kind: .void, english: "two purchases", shown: "two purchases"),
        Written(kind: .void, english: "there is no receipt", shown: "there is no receipt"),
        Written(kind: .correction, english: "Nothing was changed. He paid twice.", shown: "Nothing was changed. He paid twice."),
        Written(kind: .departure, english: "system", shown: "system"),
    ]

    @Test(arguments: written) func aReasonOfTheBooksIsShownInChinese(_ written: Written) {
        let entry = EntryDraft(kind: written.kind, room: RoomID("3-418"), reason: written.english, postings: [])
        #expect(entry.spokenReason == written.english)
        #expect(chinese.speaking { entry.spokenReason } == written.shown)
    }

    private static let notes: [(note: String, shown: String)] = [
        (
            "The meter said no: the account is not open. It is read again. Decided by chen, supervisor: the meter has it. looked myself",
            "电表拒绝：账户未开户。将再抄表。由 chen（主管）裁定：电表已收到。 looked myself"
        ),
        // People may be called like a role, and write what looks like the program's own words.
        (" Decided by cashier, manager: the meter does not have it. system", "由 cashier（管理员）裁定：电表没有收到。 system"),
        ("Withdrawn by cashier before anything was sent.", "发出前由 cashier 撤回。"),
    ]

    @Test(arguments: notes) func aNoteNamesTheRoleAndLeavesPeopleTheirNames(note: String, shown: String) {
        var order = SampleCampus().order("o1", "3-303", .confirmed, ago: 0, note: note)
        #expect(chinese.speaking { order.spokenNote } == shown)
        order.note = ""
        #expect(chinese.speaking { order.spokenNote } == "")
    }

    @Test func aReasonThatBeginsWithANameIsFoundWhereTheProgramAloneWrites() {
        #expect(chinese.recognising(reason: "/dev/ttyUSB0 is gone") == "/dev/ttyUSB0 已不在")
        #expect(chinese.recognising(reason: "nothing listens at this address") == "此地址没有程序监听")
        #expect(chinese.recognising("the card is gone") == "the card is gone")
        let nested = "the line to concentrator C1 is down: no answer in time; it said \"Port already in use\""
        #expect(chinese.recognising(nested) == "到集中器 C1 的线路断开：未及时应答；它报了“Port already in use”")
    }

    @Test func accountsAreNamedInChineseAndStayThemselvesInEnglish() {
        let room = RoomID("3-418")
        let accounts: [(Account, String)] = [
            (.cash("chen"), "现金：chen"), (.bank, "银行"), (.recovered, "恢复时查得"), (.prepaid(room), "预收电费：3-418"),
            (.refundsDue, "应退费"), (.payout(stay: 12), "应付住宿 12"), (.unclaimed, "无人领取款"), (.moving(to: room), "转往 3-418"),
            (.income, "电费收入"), (.rounding, "尾差"), (.issued, "售出电量"), (.granted, "补贴发放"), (.used, "用电"), (.expired, "过期电量"),
            (.wallet(.purchased, of: room), "3-418 已购电量"), (.wallet(.subsidy, of: room), "3-418 补贴电量"),
            (.wallet(.emergency, of: room), "3-418 赊欠电量"), (Account("assets:cellar"), "assets:cellar"),
        ]
        for (account, shown) in accounts {
            #expect(account.words.english == account.name)
            #expect(account.words.text(in: chinese) == shown)
        }
    }

    /// At the console a refusal names the key, on the command line the option or the command.
    @Test func aRefusalNamesWhatWhoeverReadsCanDo() {
        let refusals: [() -> String] = [
            { RefundRefusal.drawerShort("chen", holds: .zero, wanted: Money(fen: 100)).sentences },
            { RefundRefusal.noSuchRun(RefundRunID("g")).sentences },
            { RefundWait.disputed(OrderID("O00000007")).text(at: UTCOffset(minutes: 480)) },
            { ReversalRefusal.disputed(OrderID("O00000007")).sentences }, { ReversalRefusal.needsApproval.sentences },
            { ReversalRefusal.ownApproval("chen").sentences }, { ReversalRefusal.reasonMissing.sentences },
            { MoveRefusal.unexplained(RoomID("3-418")).sentences },
        ]
        for refusal in refusals {
            let command = refusal()
            #expect(command.contains("--") || command.contains("dormwatt "), "\(command)")
            let console = Language.english.speaking(to: .console) { refusal() }
            #expect(!console.contains("--") && !console.contains("dormwatt "), "\(console)")
        }
    }
}
