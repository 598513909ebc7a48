// Protects: the books in memory keep the promises of the book of refunds, so that tests above them stand on something.
// How: every body of the contract runs against a campus that was just opened.

import BooksContract
import Testing

struct RefundContractTests {
    @Test(arguments: RefundContract.all)
    func refundsInMemoryKeep(_ promise: RefundPromise) throws {
        let books = MemoryBooks()
        try ContractCampus.open(in: books)
        try promise.check(books)
    }
}
