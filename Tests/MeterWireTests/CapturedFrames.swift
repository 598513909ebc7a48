// Protects: the outside evidence. Captured and published DL/T 645 frames that other tests read and write.
// How: a literal table; the meaning of each row is asserted in CapturedFrameTests.

/// One frame that was seen on a wire or printed by somebody else.
struct CapturedFrame: Sendable, CustomStringConvertible {
    let name: String
    let isFromMaster: Bool
    let hex: String

    var description: String { name }
    var bytes: [UInt8] { bytesOf(hex) }
}

let capturedFrames: [CapturedFrame] = [
    CapturedFrame(name: "F01", isFromMaster: true, hex: "FEFEFEFE68AAAAAAAAAAAA681300DF16"),
    CapturedFrame(name: "F02", isFromMaster: false, hex: "FEFEFEFE68943521908855689306C76854C3BB884916"),
    CapturedFrame(name: "F03", isFromMaster: true, hex: "FEFEFEFE68943521908855681104333334330916"),
    CapturedFrame(name: "F04", isFromMaster: false, hex: "FEFEFEFE6894352190885568910833333433593533338116"),
    CapturedFrame(name: "F05", isFromMaster: true, hex: "FEFEFEFE68943521908855681104333434350C16"),
    CapturedFrame(name: "F06", isFromMaster: false, hex: "FEFEFEFE68943521908855689106333434357B555E16"),
    CapturedFrame(name: "F07", isFromMaster: true, hex: "FEFEFEFE68943521908855681104333435350D16"),
    CapturedFrame(name: "F08", isFromMaster: false, hex: "FEFEFEFE68943521908855689107333435356B35336316"),
    CapturedFrame(name: "F09", isFromMaster: true, hex: "FEFEFEFE68943521908855681104353633330D16"),
    CapturedFrame(name: "F10", isFromMaster: false, hex: "FEFEFEFE6894352190885568910835363333333333335D16"),
    CapturedFrame(name: "F11", isFromMaster: true, hex: "FEFEFEFE68943521908855681C1035333333333333334D338C8C563C3A54A516"),
    CapturedFrame(name: "F12", isFromMaster: false, hex: "FEFEFEFE68943521908855689C00C316"),
    CapturedFrame(name: "F13", isFromMaster: true, hex: "FEFEFEFE68943521908855681C1035333333333333334D3335734B3A3A542816"),
    CapturedFrame(name: "F14", isFromMaster: true, hex: "FEFEFEFE68943521908855681C1035333333333333334F3335734B3A3A542A16"),
    CapturedFrame(name: "F20", isFromMaster: true, hex: "FEFEFEFE68292507072120681104333333334E16"),
    CapturedFrame(name: "F21", isFromMaster: false, hex: "FEFEFEFE6829250707212068910833333333A94A36332E16"),
    CapturedFrame(name: "F23", isFromMaster: true, hex: "68AAAAAAAAAAAA68110433343435B116"),
    CapturedFrame(name: "F24", isFromMaster: false, hex: "6803000000000068910733343435333333D416"),
    CapturedFrame(name: "F26", isFromMaster: true, hex: "FEFEFEFE680200310822206811043255B335D116"),
    CapturedFrame(name: "F27", isFromMaster: true, hex: "FEFEFEFE6878563412000068110433333433C616"),
    CapturedFrame(name: "F28", isFromMaster: true, hex: "681200510503266811043237343A4D16"),
    CapturedFrame(name: "F29", isFromMaster: true, hex: "681200510503266803083235B43A445566773716"),
    CapturedFrame(name: "F30", isFromMaster: false, hex: "6812005105032668C301355A16"),
    CapturedFrame(name: "F31", isFromMaster: false, hex: "6812005105032668C301345916"),
    CapturedFrame(name: "F32", isFromMaster: false, hex: "68160051190625689104B3B3B3B3DC16"),
    CapturedFrame(
        name: "F33", isFromMaster: false,
        hex: "681600511906256891453244B33533333333333333336C5533333333353C33333333333333B94A33B94A3333"
            + "3333333333333C333C33333333464333334643333333333333333333333333333333339A16"),
    CapturedFrame(
        name: "F34", isFromMaster: true,
        hex: "681200510503266803283235343A44556677333383333435363738393A3B3435363743444546474853545556"
            + "5758D4D5D6D77D16"),
    CapturedFrame(
        name: "F35", isFromMaster: true,
        hex: "68120051050326680328323B343A44556677333334333435363738393A3B3435363743444546474853545556"
            + "5758D4D5D6D73416"),
    CapturedFrame(name: "F36", isFromMaster: true, hex: "681200510503266803183236343A44556677333433333435363733333334D4D5D6D78E16"),
    CapturedFrame(name: "F37", isFromMaster: false, hex: "FEFEFEFE6812005105032668D101356816"),
    CapturedFrame(name: "F38", isFromMaster: false, hex: "FEFEFEFE6812005105032668DC01347216"),
    CapturedFrame(name: "F39", isFromMaster: false, hex: "FEFEFEFE6812005105032668D201346816"),
    CapturedFrame(name: "F41", isFromMaster: true, hex: "FEFEFEFE68080202412200681104353733372A16"),
    CapturedFrame(name: "F43", isFromMaster: false, hex: "680802024122006893063B35357455337916"),
    CapturedFrame(name: "F45", isFromMaster: true, hex: "6801000000000068110433333433B316"),
]
