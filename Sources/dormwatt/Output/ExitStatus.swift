import ArgumentParser

/// How a command ends, the same for all commands.
enum ExitStatus: Int32 {
    case done = 0
    /// Refused or partly refused; the reasons are printed.
    case refused = 1
    /// The words of the call are off.
    case usage = 2
    /// A meter is out of reach, or the outcome is not known yet.
    case outOfReach = 3
    /// The books do not verify.
    case doesNotVerify = 4

    var exit: ExitCode { ExitCode(rawValue) }

    /// Ends the command with this status, unless everything is done.
    func leave() throws {
        if self != .done { throw exit }
    }

    /// The more serious of two.
    func or(_ other: ExitStatus) -> ExitStatus { rawValue >= other.rawValue ? self : other }
}
