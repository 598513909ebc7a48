/// Who reads what is said: what he can do about a refusal is a key at the console, and an option or a command on the command line.
public enum Reader: Hashable, Sendable {
    /// Somebody who typed a command.
    case commandLine
    /// Somebody in front of the console.
    case console

    /// Who reads what is said here. The console binds itself around its work, together with its language.
    @TaskLocal public static var current = Reader.commandLine

    /// The one of two pieces of advice that whoever reads can follow.
    public static func advice(console: @autoclosure () -> String, commandLine: @autoclosure () -> String) -> String {
        current == .console ? console() : commandLine()
    }
}
