package store

import (
	"encoding/binary"
	"maps"
	"math/rand/v2"
	"testing"
)

// A tree and its copies have the same records as maps, in which the same changes were made. IDs are random, or follow each
// other as in a written file.
func TestByIDAgainstMap(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	type pair struct {
		tree  byID
		known map[UUID]*Record
	}
	pairs := []*pair{{newByID(), map[UUID]*Record{}}}
	var ids []UUID
	for i := range 4000 {
		var id UUID
		binary.BigEndian.PutUint64(id[8:], uint64(i))
		if i%2 == 0 {
			binary.BigEndian.PutUint64(id[:8], random.Uint64())
			binary.BigEndian.PutUint64(id[8:], random.Uint64())
		}
		ids = append(ids, id)
	}
	most, deleted := 0, 0
	for i := range 60_000 {
		at := pairs[random.IntN(len(pairs))]
		id := ids[random.IntN(len(ids))]
		deleting := random.IntN(10) < 3
		if i/15_000%2 == 1 { // until some trees are empty
			deleting = random.IntN(10) < 9
		}
		if deleting {
			at.tree.delete(id)
			delete(at.known, id)
			deleted++
		} else {
			rec := &Record{id: id}
			if _, want := at.known[id]; at.tree.set(rec) != want {
				t.Fatalf("set %s: got replaced %t, want %t", id, !want, want)
			}
			at.known[id] = rec
		}
		if got := at.tree.get(id); got != at.known[id] {
			t.Fatalf("get %s: got %v, want %v", id, got, at.known[id])
		}
		most = max(most, len(at.known))
		if i%3000 == 0 {
			if len(pairs) == 5 {
				pairs = pairs[1:]
			}
			pairs = append(pairs, &pair{at.tree.copy(), maps.Clone(at.known)})
		}
	}
	for n, at := range pairs {
		if at.tree.count != len(at.known) {
			t.Errorf("tree %d: got %d records, want %d", n, at.tree.count, len(at.known))
		}
		for _, id := range ids {
			if got := at.tree.get(id); got != at.known[id] {
				t.Errorf("tree %d: get %s: got %v, want %v", n, id, got, at.known[id])
			}
		}
	}
	if most < idLeaf*idFan/4 || deleted < 10_000 {
		t.Errorf("got at most %d records and %d deletions, want more for a meaningful test", most, deleted)
	}
}

// Records whose hashes are the same in all bits that the tree uses are in one leaf, however many they are.
func TestByIDWithoutBits(t *testing.T) {
	tree := newByID()
	below := &idNode{owner: tree.owner}
	for range idLast { // a path for any hash
		inner := &idNode{owner: tree.owner, children: new([idFan]*idNode)}
		for i := range inner.children {
			inner.children[i] = below
		}
		below = inner
	}
	tree.root = below
	const all = 64 * idLeaf // more than the last bits can part
	for i := range all {
		tree.set(&Record{id: UUID{byte(i), byte(i >> 8)}})
	}
	found := 0
	for i := range all {
		id := UUID{byte(i), byte(i >> 8)}
		if rec := tree.get(id); rec != nil && rec.id == id {
			found++
		}
	}
	if found != all || tree.count != all {
		t.Errorf("got %d records found and a count of %d, want %d each", found, tree.count, all)
	}
}
