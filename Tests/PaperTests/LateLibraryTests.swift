// Protects machines without the libraries of papers: everything else runs, and a paper says which library is missing and what to install;
// and the hand-written declarations of those libraries.
// How: libraries that do not exist or lack the functions are opened; PaperFace, which compiles only when every declaration is that of the
// libraries' headers, is part of these tests; and each function of the table is looked for in the libraries of this machine.
import PaperFace
import Phrases
import Reports
import Testing

@testable import Paper

@Suite("Libraries that papers open")
struct LateLibraryTests {
    private static let absent = "libdormwatt-absent.so.7"

    @Test("this machine has every function of the table")
    func present() {
        #expect(paper_face_functions() > 50)
        #expect(LateLibrary.drawing.open() == nil)
        #expect(LateLibrary.printing.open() == nil)
    }

    @Test("a library that is not there")
    func missing() {
        for library in [LateLibrary.drawing, .printing] {
            var library = library
            library.file = Self.absent
            #expect(library.open() == "cannot open shared object file: No such file or directory")
        }
    }

    @Test("a library that is there and lacks the functions, as an older one does")
    func older() throws {
        var library = LateLibrary.drawing
        library.file = "libm.so.6"
        #expect(try #require(library.open()).contains("undefined symbol: cairo_pdf_surface_create_for_stream"))
        #expect(LateLibrary.drawing.open() == nil, "what was found before is still there")
        #expect(try PDFPages().pdf(of: [], title: "Receipt", created: "2026-06-30T16:00:00+08:00").isEmpty == false)
    }

    @Test("a paper without the library that draws: nothing is drawn, and the error tells")
    func paper() {
        var pages = PDFPages()
        pages.library.file = Self.absent
        let error = #expect(throws: PaperError.self) {
            try pages.pdf(of: [], title: "Receipt", created: "2026-06-30T16:00:00+08:00")
        }
        #expect(
            error?.happened
                == "PDF pages are drawn by the library \(Self.absent), which this machine can not use: "
                + "cannot open shared object file: No such file or directory.")
        #expect(error?.remedy.contains("apt install libpangocairo-1.0-0") == true)
    }

    @Test("a job without the library that prints: no server is asked, and the error tells")
    func job() throws {
        var queue = PrintQueue(host: "127.0.0.1", port: 1)
        queue.library.file = Self.absent
        let error = try #require(throws: PrintError.self) { try queue.printers() }
        #expect(
            error.happened
                == "Print servers are asked through the library \(Self.absent), which this machine can not use: "
                + "cannot open shared object file: No such file or directory.")
        #expect(error.remedy.contains("apt install libcups2"))
        #expect(throws: error) { try queue.submit("paper.pdf", title: "RC-2026-000001", to: "office") }
        #expect(throws: error) { try queue.state(of: 1, at: "office") }
        #expect(throws: error) { try queue.trouble(of: "office") }
    }
}
