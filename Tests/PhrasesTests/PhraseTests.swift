// Protects: a phrase finds its translation by its English words, puts its arguments where the translation wants them, and is English
// where there is none; the locale and the campus decide which language that is.
// How: small languages made in the test.
import Phrases
import Testing

@Suite struct PhraseTests {
    private func language(_ phrases: [String: String]) throws -> Language {
        let translations = try phrases.map { ($0.key, try Translation($0.value, of: $0.key)) }
        return Language(code: "xx", name: "Test", translations: Dictionary(uniqueKeysWithValues: translations))
    }

    @Test func argumentsGoWhereTheTranslationWantsThem() throws {
        let other = try language(["{} of {} rooms": "{2} <- {1}", "Room {} is closed.": "ROOM {}!", "closed": "ZU"])
        other.speaking {
            #expect(phrase("\(3) of \(12) rooms") == "12 <- 3")
            #expect(phrase("Room \("3-418") is closed.") == "ROOM 3-418!")
            #expect(phrase("Room \(Phrase("closed")) is closed.") == "ROOM ZU!")
            #expect(phrase("Room \(Phrase(verbatim: "closed")) is closed.") == "ROOM closed!")
            #expect(phrase("nobody translated \("this")") == "nobody translated this")
        }
        #expect(phrase("\(3) of \(12) rooms") == "3 of 12 rooms")
    }

    @Test func aPhraseThatIsKeptFollowsTheLanguage() throws {
        let kept: Phrase = "Room \("3-418") is closed."
        #expect(kept.key == "Room {} is closed.")
        #expect(kept.text == "Room 3-418 is closed.")
        #expect(kept.text(in: try language(["Room {} is closed.": "{} zu"])) == "3-418 zu")
        #expect("\(kept)" == "Room 3-418 is closed.")
    }

    @Test func theSameWordsCanMeanTwoThings() throws {
        let other = try language(["open": "offen", "verb|open": "öffnen"])
        other.speaking {
            #expect(phrase("open") == "offen")
            #expect(phrase("open", context: "verb") == "öffnen")
        }
        #expect(phrase("open", context: "verb") == "open")
    }

    @Test func whatWasWrittenDownInEnglishIsRecognised() throws {
        let other = try language([
            "The total is {}; it should be {}.": "SOLL {2}, IST {1}。", "It is read again.": "NOCHMAL。", "It was {}, ": "WAR {}，",
            "and the rest was used.": "REST VERBRAUCHT。",
        ])
        #expect(
            other.recognising("The total is 94.15 kWh; it should be 90.90 kWh. It is read again.")
                == "SOLL 90.90 kWh, IST 94.15 kWh。NOCHMAL。")
        #expect(other.recognising("It is read again. chen says so.") == "NOCHMAL。 chen says so.")
        #expect(other.recognising("It was 3.00 kWh, and the rest was used.") == "WAR 3.00 kWh，REST VERBRAUCHT。")
        #expect(other.recognising("a card of Friday") == "a card of Friday")
        #expect(Language.english.recognising("It is read again.") == "It is read again.")
    }

    @Test func aReasonInsideOfASentenceIsRecognisedAndANameIsNot() throws {
        let other = try language([
            "Nobody knows: {}. It is read again.": "UNKLAR: {}。", "Decided by {}: yes.": "{} JA。", "open": "OFFEN",
            "why|the line to {} is down: {}": "LEITUNG {} WEG: {}", "why|no answer in time": "ZU SPÄT",
        ])
        #expect(other.recognising("Nobody knows: no answer in time. It is read again.") == "UNKLAR: ZU SPÄT。")
        #expect(
            other.recognising("Nobody knows: the line to C1 is down: no answer in time. It is read again.")
                == "UNKLAR: LEITUNG C1 WEG: ZU SPÄT。")
        #expect(other.recognising("no answer in time") == "ZU SPÄT")
        #expect(other.recognising("Decided by open: yes.") == "open JA。")
        #expect(other.recognising("no answer in time, he said") == "no answer in time, he said")
    }

    @Test(arguments: ["{1} of {3}", "{}", "{} {} {}", "{0} {1}", "{x} {}"])
    func aTranslationThatDoesNotFitIsRefused(text: String) {
        #expect(throws: Translation.Misfit.self) { try Translation(text, of: "{} of {}") }
    }

    @Test(arguments: [
        "": "en", "C": "en", "POSIX": "en", "C.UTF-8": "en", "en_GB.UTF-8": "en", "zh_CN.UTF-8": "zh", "zh": "zh", "zh-Hans": "zh",
        "de_DE@euro": "de",
    ])
    func aLocaleNamesItsLanguage(locale: String, code: String) {
        #expect(LanguageWish.code(ofLocale: locale) == code)
    }

    @Test func theFirstVariableThatIsSetDecides() {
        #expect(LanguageWish.code(in: ["LC_ALL": "zh_CN.UTF-8", "LANG": "C"]) == "zh")
        #expect(LanguageWish.code(in: ["LC_ALL": "", "LC_MESSAGES": "C", "LANG": "zh_CN.UTF-8"]) == "en")
        #expect(LanguageWish.code(in: ["LANG": "zh_CN.UTF-8"]) == "zh")
        #expect(LanguageWish.code(in: [:]) == "en")
    }
}
