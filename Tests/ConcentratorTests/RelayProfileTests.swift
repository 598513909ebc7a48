// Protects the relay on the wire: what is read to prove where it stands, in that order, and the command to the byte with its end in the time of
// the campus, of both kinds of meter.
// How: sessions against a fake meter; the frame put together by hand from control command 1C of the standard.
import Domain
import MeterWire
import Operations
import Testing

@testable import Concentrator

struct RelayProfileTests {
    private static func plain() -> MeterPoint { .test(profile: .plain645) }

    @Test func theRegisterIsReadBehindTheStatusWord() throws {
        var meter = FakeMeter(subsidy: 0, status: 0x50, relay: 0)
        meter.balance = 1_230
        var run = try SessionRun(.relay, meter)
        _ = run.finish()
        #expect(run.asked.prefix(2) == ["04000503", "0280002E"])
        let reading = try #require(run.reading)
        #expect(reading.relayClosed == false && reading.flags == [.relayOpen, .remoteTrip])
        #expect(reading.register == Energy(hundredths: 123_456) && reading.remaining == Credit(.energy, hundredths: 1_230))
        var plain = try SessionRun(.relay, meter, of: Self.plain())
        _ = plain.finish()
        #expect(plain.asked.prefix(2) == ["04000503", "00000000"])
        #expect(plain.reading?.relayClosed == false && plain.reading?.remaining == nil)
    }

    @Test(arguments: [MeterProfile.dorm645, .plain645]) func withoutTheStatusWordNothingIsProven(_ profile: MeterProfile) throws {
        var run = try SessionRun(.relay, of: .test(profile: profile))
        #expect(run.finish(lose: ["04000503"]) == .noAnswer("no answer in time"))
    }

    /// Level 2 with the password of the factory, no operator, 1A, and ss mm hh DD MM YY of 2026-11-21 21:25:07.
    @Test(arguments: [(RelayMove.open, "1A"), (.close, "1C")]) func theCommandIsSentToTheByteAndOnce(_ move: RelayMove, _ byte: String)
        throws
    {
        let until = WallTime(try #require(Day("2026-11-21")).start(at: .china).adding(seconds: 21 * 3600 + 25 * 60 + 7), at: .china)
        for profile in [MeterProfile.dorm645, .plain645] {
            var run = try SessionRun(.move(move, until: until), of: .test(profile: profile))
            let request = try #require(run.request)
            #expect(request.control == .relay)
            #expect(request.data == Hex.bytes("02 00 00 00 00 00 00 00 \(byte) 00 07 25 21 21 11 26"))
            guard case .ask(let exchange) = run.session.step else {
                Issue.record("nothing is asked")
                return
            }
            #expect(exchange.isOrder, "what is not answered is not repeated")
            let status = Frame(address: request.address, control: ControlCode(rawValue: 0x9C), data: [0x1A, 0, 0, 0, 0x50, 0])
            let yes = profile == .dorm645 ? status : Frame(address: request.address, control: ControlCode(rawValue: 0x9C), data: [])
            let isTaken = run.session.take(yes, at: .start)
            #expect(isTaken && run.outcome == .accepted)
        }
    }

    @Test(arguments: [
        (UInt8(0x80), 128, "there is no bought credit in the meter"), (0x02, 2, "the meter does not know the command"),
        (0x04, 4, "the password is not the meter's"),
    ]) func aRefusalSaysWhy(_ byte: UInt8, _ code: Int, _ meaning: String) throws {
        var run = try SessionRun(.move(.close, until: WallTime(.start, at: .china)))
        let isTaken = run.session.take(FakeMeter.refusal(of: try #require(run.request), byte), at: .start)
        #expect(isTaken && run.outcome == .refused(code: code, meaning: meaning))
    }

    @Test func aLineThatBreaksBehindTheCommandLeavesItUnknown() throws {
        var run = try SessionRun(.move(.open, until: WallTime(.start, at: .china)))
        run.session.giveUp("no answer in time", at: .start)
        #expect(run.outcome == .noAnswer("no answer in time"))
    }
}
