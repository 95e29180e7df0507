;; The loops of the secret scan that look at every byte, sixteen bytes at a time. kernel.wasm is this file assembled
;; (test/evidence/scan-kernel.test.ts assembles it anew and compares); kernel.ts says what each function is for.
(module
  (memory (export "memory") 1)

  ;; Two numbers for the eight bytes at $at, or for the first four of them when $drop is 32: the upper bits of this
  ;; product, and those below them.
  (func $productAt (param $at i32) (param $drop i64) (result i64)
    (i64.mul
      (i64.shl (i64.load (local.get $at)) (local.get $drop))
      (i64.const 0x9e3779b97f4a7c15)))

  (func $upper (param $product i64) (param $shift i64) (result i32)
    (i32.wrap_i64 (i64.shr_u (local.get $product) (local.get $shift))))

  (func $lower (param $product i64) (param $shift i64) (result i32)
    (call $upper
      (i64.shl (local.get $product) (i64.sub (i64.const 64) (local.get $shift)))
      (local.get $shift)))

  (func $set (param $bits i32) (param $number i32)
    (local.set $bits (i32.add (local.get $bits) (i32.shr_u (local.get $number) (i32.const 3))))
    (i32.store8 (local.get $bits)
      (i32.or
        (i32.load8_u (local.get $bits))
        (i32.shl (i32.const 1) (i32.and (local.get $number) (i32.const 7))))))

  (func $isSet (param $bits i32) (param $number i32) (result i32)
    (i32.and
      (i32.const 1)
      (i32.shr_u
        (i32.load8_u (i32.add (local.get $bits) (i32.shr_u (local.get $number) (i32.const 3))))
        (i32.and (local.get $number) (i32.const 7)))))

  ;; Sets both bits of the bytes at $at in the table at $bits.
  (func (export "note") (param $at i32) (param $drop i64) (param $shift i64) (param $bits i32)
    (local $product i64)
    (local.set $product (call $productAt (local.get $at) (local.get $drop)))
    (call $set (local.get $bits) (call $upper (local.get $product) (local.get $shift)))
    (call $set (local.get $bits) (call $lower (local.get $product) (local.get $shift))))

  ;; The first place from $at on and before $end, in steps of $step, whose bytes may have been noted; $end or a place
  ;; behind it when there is none.
  (func (export "find")
    (param $at i32) (param $end i32) (param $step i32) (param $drop i64) (param $shift i64) (param $bits i32)
    (result i32)
    (local $product i64)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $product (call $productAt (local.get $at) (local.get $drop)))
        (if (call $isSet (local.get $bits) (call $upper (local.get $product) (local.get $shift)))
          (then
            (br_if $done
              (call $isSet (local.get $bits) (call $lower (local.get $product) (local.get $shift))))))
        (local.set $at (i32.add (local.get $at) (local.get $step)))
        (br $next)))
    (local.get $at))

  ;; Of sixteen bytes: which of eight marks may have each of them at one of its places. The table there says it for the
  ;; lower half of a byte, the next for the upper half: a bit for each mark.
  (func $mayStand (param $bytes v128) (param $table i32) (result v128)
    (v128.and
      (i8x16.swizzle (v128.load (local.get $table))
        (v128.and (local.get $bytes) (i8x16.splat (i32.const 0x0f))))
      (i8x16.swizzle (v128.load offset=16 (local.get $table))
        (i8x16.shr_u (local.get $bytes) (i32.const 4)))))

  ;; The first place from $at on and before $end where the first three bytes of a mark may stand; $end when there is
  ;; none. $tables: two for each of the three. (The way of Teddy, of G. Langdale's Hyperscan.)
  (func (export "findMark") (param $at i32) (param $end i32) (param $tables i32) (result i32)
    (local $marks v128) (local $first i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $marks
          (v128.and
            (v128.and
              (call $mayStand (v128.load (local.get $at)) (local.get $tables))
              (call $mayStand (v128.load offset=1 (local.get $at))
                (i32.add (local.get $tables) (i32.const 32))))
            (call $mayStand (v128.load offset=2 (local.get $at))
              (i32.add (local.get $tables) (i32.const 64)))))
        (if (v128.any_true (local.get $marks))
          (then
            (local.set $first
              (i32.ctz (i8x16.bitmask (i8x16.ne (local.get $marks) (v128.const i64x2 0 0)))))
            (local.set $at (i32.add (local.get $at) (local.get $first)))
            (br $done)))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (select (local.get $at) (local.get $end) (i32.lt_u (local.get $at) (local.get $end))))

  ;; Blank, tab, line breaks, zero or "=".
  (func $isLeftOut (param $byte i32) (result i32)
    (i32.or
      (i32.or (i32.eqz (local.get $byte)) (i32.eq (local.get $byte) (i32.const 0x20)))
      (i32.or
        (i32.eq (local.get $byte) (i32.const 0x3d))
        (i32.lt_u (i32.sub (local.get $byte) (i32.const 0x09)) (i32.const 5)))))

  ;; The same of sixteen bytes: all bits set where a byte is left out.
  (func $areLeftOut (param $bytes v128) (result v128)
    (v128.or
      (v128.or
        (i8x16.eq (local.get $bytes) (v128.const i64x2 0 0))
        (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 0x20))))
      (v128.or
        (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 0x3d)))
        (i8x16.lt_u
          (i8x16.sub (local.get $bytes) (i8x16.splat (i32.const 0x09)))
          (i8x16.splat (i32.const 5))))))

  ;; Writes to $out what is at $at and before $end, without what is left out and without \n, \r and \t where these
  ;; are written so. $moves: for each set of eight bytes that are left out, where the others move to. May write up to
  ;; sixteen bytes too far. Returns the end of what was written.
  (func (export "squeeze")
    (param $at i32) (param $end i32) (param $out i32) (param $moves i32) (result i32)
    (local $bytes v128) (local $mask i32) (local $stop i32) (local $byte i32)
    (loop $next
      (if (i32.le_u (i32.add (local.get $at) (i32.const 16)) (local.get $end))
        (then
          (local.set $bytes (v128.load (local.get $at)))
          (if (i32.eqz (v128.any_true (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 0x5c)))))
            (then
              (local.set $mask (i8x16.bitmask (call $areLeftOut (local.get $bytes))))
              (if (i32.eqz (local.get $mask))
                (then
                  (v128.store (local.get $out) (local.get $bytes))
                  (local.set $out (i32.add (local.get $out) (i32.const 16))))
                (else
                  (v128.store64_lane 0 (local.get $out)
                    (i8x16.swizzle (local.get $bytes) (v128.load64_zero (i32.add (local.get $moves)
                      (i32.shl (i32.and (local.get $mask) (i32.const 0xff)) (i32.const 3))))))
                  (local.set $out (i32.add (local.get $out) (i32.sub (i32.const 8)
                    (i32.popcnt (i32.and (local.get $mask) (i32.const 0xff))))))
                  (v128.store64_lane 1 (local.get $out)
                    (i8x16.swizzle (local.get $bytes) (i8x16.add
                      (v128.load64_splat (i32.add (local.get $moves)
                        (i32.shl (i32.shr_u (local.get $mask) (i32.const 8)) (i32.const 3))))
                      (i8x16.splat (i32.const 8)))))
                  (local.set $out (i32.add (local.get $out) (i32.sub (i32.const 8)
                    (i32.popcnt (i32.shr_u (local.get $mask) (i32.const 8))))))))
              (local.set $at (i32.add (local.get $at) (i32.const 16)))
              (br $next)))))
      ;; One by one: sixteen with a backslash among them, or the last few.
      (local.set $stop (i32.add (local.get $at) (i32.const 16)))
      (if (i32.gt_u (local.get $stop) (local.get $end)) (then (local.set $stop (local.get $end))))
      (block $done
        (loop $one
          (br_if $done (i32.ge_u (local.get $at) (local.get $stop)))
          (local.set $byte (i32.load8_u (local.get $at)))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (if (i32.and
                (i32.eq (local.get $byte) (i32.const 0x5c))
                (i32.lt_u (local.get $at) (local.get $end)))
            (then
              (local.set $mask (i32.load8_u (local.get $at)))
              (if (i32.or
                    (i32.or
                      (i32.eq (local.get $mask) (i32.const 0x6e))
                      (i32.eq (local.get $mask) (i32.const 0x72)))
                    (i32.eq (local.get $mask) (i32.const 0x74)))
                (then
                  (local.set $at (i32.add (local.get $at) (i32.const 1)))
                  (br $one)))))
          (i32.store8 (local.get $out) (local.get $byte))
          (local.set $out (i32.add (local.get $out) (i32.eqz (call $isLeftOut (local.get $byte)))))
          (br $one)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (local.get $out))

  ;; How many bytes from $at to $end, a multiple of sixteen, are control characters that text does not have.
  (func (export "countControls") (param $at i32) (param $end i32) (result i32)
    (local $bytes v128) (local $found i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $bytes (v128.load (local.get $at)))
        (local.set $found (i32.add (local.get $found) (i32.popcnt (i8x16.bitmask (v128.or
          (v128.or
            (i8x16.lt_u (i8x16.sub (local.get $bytes) (i8x16.splat (i32.const 0x01))) (i8x16.splat (i32.const 8)))
            (i8x16.lt_u (i8x16.sub (local.get $bytes) (i8x16.splat (i32.const 0x0e))) (i8x16.splat (i32.const 0x12))))
          (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 0x7f))))))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (local.get $found))

  ;; Writes to $out what is at $at and before $end, with each $mark and two hexadecimal digits as the byte they mean.
  ;; $digits: what each byte is worth as a digit, 255 when it is none. At $list: where in the output such bytes stand,
  ;; first and behind the last, as places of memory; those with no more than $gap between them are one. A pair of zeros
  ;; ends the list. May write up to sixteen bytes too far. Returns the end of what was written.
  (func (export "undoHex")
    (param $at i32) (param $end i32) (param $out i32) (param $mark i32) (param $digits i32) (param $gap i32)
    (param $list i32) (result i32)
    (local $bytes v128) (local $found i32) (local $left i32) (local $high i32) (local $low i32) (local $last i32)
    ;; $list is behind the last pair, $last the end of that.
    (block $done
      (loop $next
        (local.set $left (i32.sub (local.get $end) (local.get $at)))
        (br_if $done (i32.eqz (local.get $left)))
        (local.set $bytes (v128.load (local.get $at)))
        (v128.store (local.get $out) (local.get $bytes))
        (local.set $found (i32.ctz (i32.or
          (i8x16.bitmask (i8x16.eq (local.get $bytes) (i8x16.splat (local.get $mark))))
          (i32.const 0x10000))))
        (if (i32.gt_u (local.get $found) (local.get $left)) (then (local.set $found (local.get $left))))
        (local.set $at (i32.add (local.get $at) (local.get $found)))
        (local.set $out (i32.add (local.get $out) (local.get $found)))
        (br_if $next (i32.eq (local.get $found) (i32.const 16)))
        (br_if $done (i32.eq (local.get $at) (local.get $end)))
        ;; The mark itself was written; when it is no escape it stays.
        (local.set $high (i32.load8_u (i32.add (local.get $digits) (i32.load8_u offset=1 (local.get $at)))))
        (local.set $low (i32.load8_u (i32.add (local.get $digits) (i32.load8_u offset=2 (local.get $at)))))
        (if (i32.or
              (i32.lt_u (i32.sub (local.get $end) (local.get $at)) (i32.const 3))
              (i32.gt_u (i32.or (local.get $high) (local.get $low)) (i32.const 15)))
          (then
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (local.set $out (i32.add (local.get $out) (i32.const 1)))
            (br $next)))
        (i32.store8 (local.get $out) (i32.or (i32.shl (local.get $high) (i32.const 4)) (local.get $low)))
        (if (i32.or
              (i32.eqz (local.get $last))
              (i32.gt_u (i32.sub (local.get $out) (local.get $last)) (local.get $gap)))
          (then
            (i32.store (local.get $list) (local.get $out))
            (local.set $list (i32.add (local.get $list) (i32.const 8)))))
        (local.set $at (i32.add (local.get $at) (i32.const 3)))
        (local.set $out (i32.add (local.get $out) (i32.const 1)))
        (local.set $last (local.get $out))
        (i32.store (i32.sub (local.get $list) (i32.const 4)) (local.get $last))
        (br $next)))
    (i64.store (local.get $list) (i64.const 0))
    (local.get $out)))
