// Go's own transparency-log code over a ledger folder: signature, root, inclusion, consistency; each with a tampered
// twin. Debian's golang.org/x/mod (sumdb/note, sumdb/tlog), written by nobody here. And the golden cosignatures, whose
// lines sumdb/note takes apart and Go's own crypto/ed25519 verifies.
// Usage: main DIR GOLDEN; DIR as `gateway demo --keep DIR` leaves it, GOLDEN is docs/formats/golden. One line a check; ends with "N passed, N failed".
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var passed, failed int

func check(name string, ok bool) {
	if ok {
		passed++
		fmt.Println("ok    " + name)
	} else {
		failed++
		fmt.Println("FAIL  " + name)
	}
}

func must(err error) {
	if err != nil {
		fmt.Println("FAIL  " + err.Error())
		fmt.Printf("%d passed, %d failed\n", passed, failed+1)
		os.Exit(1)
	}
}

func read(path ...string) []byte {
	data, err := os.ReadFile(filepath.Join(path...))
	must(err)
	return data
}

func flip(data []byte) []byte {
	twin := append([]byte(nil), data...)
	twin[len(twin)/2] ^= 1
	return twin
}

// The text of a checkpoint that the shard's key signed, taken apart.
func open(signed []byte, verifier note.Verifier) (origin string, tree tlog.Tree, err error) {
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return "", tree, err
	}
	lines := strings.Split(opened.Text, "\n")
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return "", tree, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return lines[0], tree, err
}

// C2SP tlog-tiles: entries of 256 a bundle, each behind its length.
func entries(shard string, size int64) [][]byte {
	var all [][]byte
	for at := int64(0); at < size; at += 256 {
		path := (tlog.Tile{H: 8, L: -1, N: at / 256, W: 256}).Path()
		path = strings.Replace(path, "tile/8/data/", "tile/entries/", 1)
		if size-at < 256 {
			path += fmt.Sprintf(".p/%d", size-at)
		}
		for data := read(shard, path); len(data) > 0; {
			length := int(binary.BigEndian.Uint16(data))
			all = append(all, data[2:2+length])
			data = data[2+length:]
		}
	}
	return all
}

type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		found[i] = h[index]
	}
	return found, nil
}

func build(all [][]byte) hashes {
	var stored hashes
	for i, entry := range all {
		more, err := tlog.StoredHashes(int64(i), entry, stored)
		must(err)
		stored = append(stored, more...)
	}
	return stored
}

func checkShard(shard string) {
	name := "tlog (Go): " + filepath.Base(shard)
	verifier, err := note.NewVerifier(strings.TrimSpace(string(read(shard, "vkey"))))
	must(err)
	signed := read(shard, "checkpoint")
	origin, tree, err := open(signed, verifier)
	check(name+": checkpoint by sumdb/note", err == nil && origin == verifier.Name())
	_, _, err = open(bytes.Replace(signed, []byte("\n"), []byte("x\n"), 1), verifier)
	check(name+": checkpoint, tampered: refused", err != nil)

	all := entries(shard, tree.N)
	stored := build(all)
	root, err := tlog.TreeHash(tree.N, stored)
	check(name+": root by sumdb/tlog", err == nil && root == tree.Hash)
	all[0] = flip(all[0])
	root, err = tlog.TreeHash(tree.N, build(all))
	check(name+": root, tampered: refused", err == nil && root != tree.Hash)
	all[0] = flip(all[0])

	for i := int64(0); i < tree.N; i += 1 + tree.N/8 {
		proof, err := tlog.ProveRecord(tree.N, i, stored)
		must(err)
		err = tlog.CheckRecord(proof, tree.N, tree.Hash, i, tlog.RecordHash(all[i]))
		check(fmt.Sprintf("%s: inclusion of entry %d", name, i), err == nil)
		err = tlog.CheckRecord(proof, tree.N, tree.Hash, i, tlog.RecordHash(flip(all[i])))
		check(fmt.Sprintf("%s: inclusion of entry %d, tampered: refused", name, i), err != nil)
	}
	checkSeals(name, shard, verifier, tree, stored)
}

// Every sealed head is signed by the same key, and the published log is its continuation.
func checkSeals(name, shard string, verifier note.Verifier, tree tlog.Tree, stored hashes) {
	seals, err := filepath.Glob(filepath.Join(shard, "seals", "*.checkpoint"))
	must(err)
	check(name+": there is a sealed head", len(seals) > 0)
	for _, seal := range seals {
		_, older, err := open(read(seal), verifier)
		must(err)
		proof, err := tlog.ProveTree(tree.N, older.N, stored)
		must(err)
		label := fmt.Sprintf("%s: consistency from the sealed size %d", name, older.N)
		check(label, tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash) == nil)
		older.Hash[0] ^= 1
		check(label+", tampered: refused", tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash) != nil)
	}
}

// C2SP tlog-cosignature, type 04: a verifier that sumdb/note asks like one of its own.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(signature), text)
	return ed25519.Verify(c.key, []byte(message), signature[8:])
}

func newCosigner(vkey string) (cosigner, error) {
	parts := strings.SplitN(vkey, "+", 3)
	typed, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(typed) != 1+ed25519.PublicKeySize || typed[0] != 4 {
		return cosigner{}, errors.New("not a witness's vkey: " + vkey)
	}
	digest := sha256.Sum256(append([]byte(parts[0]+"\n"), typed...))
	hash := binary.BigEndian.Uint32(digest[:])
	if fmt.Sprintf("%08x", hash) != parts[1] {
		return cosigner{}, errors.New("another key ID: " + vkey)
	}
	return cosigner{parts[0], hash, typed[1:]}, nil
}

func checkCosignatures(golden string) {
	signed := read(golden, "cosigned-checkpoint.txt")
	for _, line := range strings.Split(string(read(golden, "log-policy.txt")), "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || (words[0] != "witness" && words[0] != "log") {
			continue
		}
		var verifier note.Verifier
		var err error
		if words[0] == "log" {
			verifier, err = note.NewVerifier(words[1])
		} else {
			verifier, err = newCosigner(words[2])
		}
		must(err)
		name := "tlog (Go): golden/cosigned-checkpoint.txt: line of " + verifier.Name()
		opened, err := note.Open(signed, note.VerifierList(verifier))
		check(name, err == nil && len(opened.Sigs) == 1)
		_, err = note.Open(bytes.Replace(signed, []byte("\n700\n"), []byte("\n701\n"), 1), note.VerifierList(verifier))
		check(name+", tampered: refused", err != nil)
	}
}

func main() {
	checkCosignatures(os.Args[2])
	shards, err := filepath.Glob(filepath.Join(os.Args[1], "ledger", "[0-9][0-9][0-9][0-9]"))
	must(err)
	check("tlog (Go): there is a shard", len(shards) > 0)
	for _, shard := range shards {
		checkShard(shard)
	}
	fmt.Printf("%d passed, %d failed\n", passed, failed)
	if failed > 0 {
		os.Exit(1)
	}
}
