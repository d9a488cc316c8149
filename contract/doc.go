// Package contract checks a live deployment of the lead API against the document in package openapi.
//
// It has two entry points. Describe registers the rules as specs in any Ginkgo suite; Run checks them from a plain test or
// a command. Both use the same engine, which turns a Rule into a report.Result. Rules assert with Gomega.
//
// A run is safe for the deployment. Without Config.ListUUID it only reads. With one it writes only to that list, changes only
// leads that it has created, sends only numbers that no network can dial, and deletes its leads at the end.
package contract
