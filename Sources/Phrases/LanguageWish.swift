/// Which language somebody wants, by name or by locale.
public enum LanguageWish {
    /// Whether a text can be the code of a language: small letters, digits and hyphens, at most 16.
    public static func isCode(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 16
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    }

    /// The code of a locale's language: `zh` of `zh_CN.UTF-8`, `en` of `C` and `POSIX`.
    public static func code(ofLocale locale: String) -> String {
        let language = locale.prefix { $0 != "_" && $0 != "." && $0 != "@" && $0 != "-" }.lowercased()
        return ["", "c", "posix"].contains(language) ? Language.english.code : language
    }

    /// The code of the language that the environment asks for: LC_ALL, else LC_MESSAGES, else LANG; an empty one counts as not set.
    public static func code(in environment: [String: String]) -> String {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        return code(ofLocale: locale ?? "")
    }
}
