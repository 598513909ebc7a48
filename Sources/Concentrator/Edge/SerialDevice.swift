import Domain
import Glibc
import Phrases

/// A serial device of this machine, opened for one line.
enum SerialDevice {
    /// Opens a device and sets it to raw characters of eight bits, one stop bit, and no flow control.
    ///
    /// - Parameter knowsParity: whether it must have kept the parity.
    /// - Returns: a descriptor that the caller has to close. Its lock, which other programs that take one respect, goes with it.
    static func open(
        _ path: String, baud: Int, parity: Parity, knowsParity: (CInt) -> Bool = { !isPseudoTerminal($0) }
    ) throws -> CInt {
        guard var mode = mode(baud: baud, parity: parity) else {
            throw SerialProblem(text: Phrase("a device has no \(baud) bits per second", context: "why").english)
        }
        // Without waiting: a device whose modem lines are not wired never says that it has a carrier.
        let descriptor = Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw SerialProblem(path, errno) }
        do {
            guard isatty(descriptor) == 1 else { throw SerialProblem(path, ENOTTY) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw SerialProblem(path, errno) }
            // Neither success nor EINVAL say what was set: a device keeps what it can, and one that is set already may answer either.
            guard tcsetattr(descriptor, TCSANOW, &mode) == 0 || errno == EINVAL else { throw SerialProblem(path, errno) }
            var kept = termios()
            guard tcgetattr(descriptor, &kept) == 0 else { throw SerialProblem(path, errno) }
            guard isSame(&kept, &mode, parity: knowsParity(descriptor)) else {
                let characters = parity == .none ? "8N1" : parity == .odd ? "8O1" : "8E1"
                throw SerialProblem(text: Phrase("\(path) does not know \(characters) at \(baud) bits per second", context: "why").english)
            }
            tcflush(descriptor, TCIOFLUSH)
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func isSame(_ kept: inout termios, _ wanted: inout termios, parity: Bool) -> Bool {
        let frame = tcflag_t(CSIZE | CSTOPB) | (parity ? tcflag_t(PARENB | PARODD) : 0)
        return cfgetospeed(&kept) == cfgetospeed(&wanted) && kept.c_cflag & frame == wanted.c_cflag & frame
            && kept.c_lflag == wanted.c_lflag
    }

    /// A pseudo terminal has no parity and needs none.
    private static func isPseudoTerminal(_ descriptor: CInt) -> Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        // The major numbers that Linux gives to the near sides of pseudo terminals.
        return (136...143).contains(Int(status.st_rdev >> 8 & 0xFFF))
    }

    /// What a device is set to; nil for a rate that devices do not have.
    static func mode(baud: Int, parity: Parity) -> termios? {
        guard let speed = speeds[baud] else { return nil }
        var mode = termios()
        mode.c_cflag = tcflag_t(CS8 | CREAD | CLOCAL)
        mode.c_iflag = tcflag_t(IGNBRK)
        if parity != .none {
            mode.c_cflag |= tcflag_t(PARENB)
            // A character with the wrong parity is read as 0: the frame keeps its length and its sum is wrong.
            mode.c_iflag |= tcflag_t(INPCK)
        }
        if parity == .odd { mode.c_cflag |= tcflag_t(PARODD) }
        withUnsafeMutableBytes(of: &mode.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        guard cfsetispeed(&mode, speed) == 0, cfsetospeed(&mode, speed) == 0 else { return nil }
        return mode
    }

    private static var speeds: [Int: speed_t] {
        let known: [(Int, CInt)] = [
            (600, B600), (1_200, B1200), (2_400, B2400), (4_800, B4800), (9_600, B9600), (19_200, B19200), (38_400, B38400),
            (57_600, B57600), (115_200, B115200),
        ]
        return Dictionary(uniqueKeysWithValues: known.map { ($0.0, speed_t($0.1)) })
    }
}

/// Why a device can not be used.
struct SerialProblem: Error, Hashable {
    /// In the words of the bus screen.
    let text: String

    init(text: String) { self.text = text }

    init(_ path: String, _ code: CInt) {
        text =
            switch code {
            case ENOENT: Phrase("there is no \(path)", context: "why").english
            case EACCES, EPERM: Phrase("this user may not use \(path)", context: "why").english
            case EBUSY, EWOULDBLOCK: Phrase("another program has \(path)", context: "why").english
            case ENOTTY: Phrase("\(path) is no serial device", context: "why").english
            case EIO, ENXIO, ENODEV: Phrase("\(path) is gone", context: "why").english
            default: Phrase("\(path) can not be opened: system error \(code)", context: "why").english
            }
    }
}
