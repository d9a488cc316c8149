package store

import (
	"hash/maphash"
	"slices"
)

// byID finds records by ID: a tree over the bits of a hash, with three levels of inner nodes at a million records. A copy
// shares all nodes; each of the two trees then copies a node before it changes it.
type byID struct {
	root  *idNode
	count int
	owner uint64 // owner of the nodes that only this tree uses
}

// idNode is an inner node or a leaf.
type idNode struct {
	owner    uint64
	children *[idFan]*idNode // by the next bits of the hash; nil for a leaf
	leaf     []identified    // in no order
}

// identified is a record with its ID beside it, so that a search does not have to load other records.
type identified struct {
	id  UUID
	rec *Record
}

const (
	idBits = 6
	idFan  = 1 << idBits
	idLeaf = 32          // records of a leaf; one more splits it
	idLast = 64 / idBits // the depth at which no bits are left and leaves only grow
)

var idSeed = maphash.MakeSeed()

func newByID() byID { return byID{owner: owners.Add(1)} }

// copy returns a copy, which costs the same for any number of records.
func (t *byID) copy() byID {
	t.owner = owners.Add(1)
	return byID{root: t.root, count: t.count, owner: owners.Add(1)}
}

// get returns the record with an ID, or nil.
func (t *byID) get(id UUID) *Record {
	n := t.root
	for hash := maphash.Comparable(idSeed, id); n != nil && n.children != nil; hash >>= idBits {
		n = n.children[hash%idFan]
	}
	if n == nil {
		return nil
	}
	if i := n.find(id); i >= 0 {
		return n.leaf[i].rec
	}
	return nil
}

// set adds a record, or replaces the one with the same ID.
func (t *byID) set(rec *Record) (replaced bool) {
	at, hash := &t.root, maphash.Comparable(idSeed, rec.id)
	for depth := 0; ; depth++ {
		n := t.own(at)
		if n.children == nil {
			if i := n.find(rec.id); i >= 0 {
				n.leaf[i].rec = rec
				return true
			}
			if len(n.leaf) < idLeaf || depth == idLast {
				n.leaf = append(n.leaf, identified{rec.id, rec})
				t.count++
				return false
			}
			t.split(n, depth)
		}
		at, hash = &n.children[hash%idFan], hash>>idBits
	}
}

// own returns a node that this tree may change, in the place of the one that it was.
func (t *byID) own(at **idNode) *idNode {
	n := *at
	switch {
	case n == nil:
		*at = &idNode{owner: t.owner}
	case n.owner != t.owner:
		made := &idNode{owner: t.owner, leaf: slices.Clone(n.leaf)}
		if n.children != nil {
			children := *n.children
			made.children = &children
		}
		*at = made
	}
	return *at
}

// split turns a full leaf into an inner node.
func (t *byID) split(n *idNode, depth int) {
	n.children = new([idFan]*idNode)
	for _, entry := range n.leaf {
		hash := maphash.Comparable(idSeed, entry.id) >> (idBits * depth)
		child := t.own(&n.children[hash%idFan])
		child.leaf = append(child.leaf, entry)
	}
	n.leaf = nil
}

// delete removes the record with an ID.
func (t *byID) delete(id UUID) {
	if t.get(id) == nil {
		return
	}
	at, hash := &t.root, maphash.Comparable(idSeed, id)
	for t.own(at).children != nil {
		at, hash = &(*at).children[hash%idFan], hash>>idBits
	}
	n := *at
	last := len(n.leaf) - 1
	n.leaf[n.find(id)] = n.leaf[last]
	n.leaf[last] = identified{}
	n.leaf = n.leaf[:last]
	if t.count--; last == 0 {
		*at = nil
	}
	if t.count == 0 {
		t.root = nil
	}
}

// find returns the place of a record in a leaf, or -1.
func (n *idNode) find(id UUID) int {
	for i := range n.leaf {
		if n.leaf[i].id == id {
			return i
		}
	}
	return -1
}
