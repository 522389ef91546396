//! A line of source each, and what may be alive over an await in it. `x` is what is awaited.

use quote::ToTokens as _;
use syn::ItemFn;
use syn::visit::Visit as _;

use super::opened::Table;
use super::{Awaits, Only, Root, What, read};
use crate::body::text;

/// What may be alive over some await of an `async fn` with this body, as it is spelled there.
fn held_in(signature: &str, body: &str) -> Vec<String> {
    let item: ItemFn = syn::parse_str(&format!("{signature} {{ {body} }}")).unwrap();
    let mut table = Table::default();
    table.visit_block(&item.block);
    let is_async = item.sig.asyncness.is_some();
    let inputs = if is_async { item.sig.inputs.iter().collect() } else { Vec::new() };
    let root =
        Root { inputs, stmts: &item.block.stmts, is_async, awaits: Awaits::All, slot_of: |_| None };
    let spelled = |what: &What| match what {
        What::Binding { name, .. } => name.to_string(),
        What::Parameter { .. } => "_".to_owned(),
        What::Temporary { expression, .. } | What::Field { expression, .. } => {
            let mut finder = Finder { at: *expression, found: String::new() };
            finder.visit_block(&item.block);
            finder.found
        }
    };
    let found = read(&root, &table);
    let held = found.iter().filter(|found| found.held.is_some());
    held.map(|found| match found.only {
        None => spelled(&found.what),
        Some(Only::Transparent) => format!("{} if transparent", spelled(&found.what)),
        Some(Only::Kept) => format!("{} if kept", spelled(&found.what)),
        Some(Only::Whole) => format!("{} if whole", spelled(&found.what)),
        Some(Only::Known) => format!("{} if known", spelled(&found.what)),
        Some(Only::UsedAgain) => unreachable!(),
        Some(Only::Stored) => format!("{} if stored", spelled(&found.what)),
        Some(Only::Returns) => format!("{} if they return", spelled(&found.what)),
        Some(Only::Before2024) => format!("{} before 2024", spelled(&found.what)),
    })
    .collect()
}

struct Finder {
    at: super::Key,
    found: String,
}

impl<'ast> syn::visit::Visit<'ast> for Finder {
    fn visit_expr(&mut self, expr: &'ast syn::Expr) {
        if super::key(expr) == self.at {
            self.found = text::of(expr.to_token_stream(), 100);
        }
        syn::visit::visit_expr(self, expr);
    }
}

#[track_caller]
fn held(body: &str, expected: &[&str]) {
    assert_eq!(held_in("async fn f()", body), expected, "{body}");
}

#[track_caller]
fn parameters(signature: &str, body: &str, expected: &[&str]) {
    assert_eq!(held_in(signature, body), expected, "{signature} {body}");
}

#[test]
fn scopes() {
    held("let g = a(); x.await;", &["g"]);
    held("x.await; let g = a();", &[]);
    held("{ let g = a(); } x.await;", &[]);
    held("{ let g = a(); x.await; } y.await;", &["g"]);
    held("let g = a(); { x.await }", &["g"]);
    held("let g = { let h = a(); h }; x.await;", &["g"]);
    held("unsafe { let g = a(); } x.await", &[]);
    held("let n = { let g = a(); g.len() }; x.await; n", &["n"]);
    held("let n = { let g = a(); g.count }; x.await; n", &["n"]);
}

#[test]
fn shadowing_does_not_drop() {
    held("let g = a(); let g = 1; x.await;", &["g"]);
    held("let g = a(); let g = b(g); x.await;", &["g"]);
    held("let _g = a(); x.await;", &["_g"]);
    held("let _ = a(); x.await;", &[]);
    held("let g = a(); let _ = g; x.await;", &["g"]);
    held("let _: G = a(); x.await;", &[]);
}

#[test]
fn moves() {
    held("let g = a(); drop(g); x.await;", &[]);
    held("let g = a(); std::mem::drop(g); x.await;", &[]);
    held("let g = a(); b(g); x.await;", &[]);
    held("let g = a(); b.c(g); x.await;", &[]);
    held("let g = a(); g.b(); x.await;", &["g if known"]);
    held("let g = a(); b(&g); x.await;", &["g"]);
    held("let g = a(); b(*g); x.await;", &["g"]);
    held("let mut g = a(); *g += 1; drop(g); x.await;", &[]);
    held("let g = a(); let h = g; x.await;", &["h"]);
    held("let g = a(); let h = g; drop(h); x.await;", &[]);
    held("let g = a(); let h = (g, 1); x.await;", &["h"]);
    held("let g = a(); return g; x.await;", &[]);
    held("let r = m.lock(); let g = r.unwrap(); drop(g); x.await;", &["r if transparent"]);
    held("let r = a(); let g = r?; drop(g); x.await;", &[]);
    held("let g = a(); if g == h { } x.await;", &["g"]);
    held("let g = a(); let s = S { g }; x.await;", &["g", "s"]);
    held("let g = a(); let s = S { g }; drop(s); x.await;", &[]);
    held("let g = a(); drop(g.guard); x.await;", &[]);
    held("let mut g = a(); drop(g.take()); x.await;", &[]);
    held("let mut g = a(); g.take(); g.insert(b()); x.await;", &["g if kept"]);
    held("let mut g = a(); b(std::mem::take(&mut g)); x.await;", &[]);
}

#[test]
fn plain_values() {
    held("let n = 1; let s = \"\"; let t = format!(\"a\"); x.await;", &[]);
    held("let n = a.len(); let b = c > d; let f = || 1; x.await;", &[]);
    held("let r = &a; let n = a as u8; x.await;", &[]);
    held("let n: u32 = a(); let r: &T = b(); x.await;", &[]);
    held("let g = None; x.await;", &[]);
    held("let mut v = Vec::new(); x.await; v.push(a());", &[]);
    held("let mut v = Vec::new(); v.push(a()); x.await;", &["v"]);
}

#[test]
fn late_and_again() {
    held("let g; x.await; g = a();", &[]);
    held("let g; g = a(); x.await;", &["g"]);
    held("let mut g = a(); drop(g); x.await; g = b();", &[]);
    held("let mut g = a(); drop(g); g = b(); x.await;", &["g"]);
    held("let mut g = None; g = Some(a()); x.await;", &["g"]);
    held("let mut g = a(); g = None; x.await;", &[]);
    held("let (g, h); (g, h) = a(); x.await;", &["g", "h"]);
    held("let mut g = a(); while c { g = cv.wait(g)?; } drop(g); x.await;", &[]);
    held("let mut g = a(); g = cv.wait(g)?; x.await;", &["g"]);
}

#[test]
fn branches() {
    held("let g = a(); if c { drop(g); } x.await;", &["g"]);
    held("let g = a(); if c { drop(g); } else { b(g); } x.await;", &[]);
    held("let g = a(); if c { drop(g); x.await; }", &[]);
    held("let g = a(); if c { x.await; } else { drop(g); }", &["g"]);
    held("let g = a(); if c { drop(g); } else { return; } x.await;", &[]);
    held("let g = a(); match c { 1 => drop(g), _ => return } x.await;", &[]);
    held("let g = a(); match c { 1 => drop(g), _ => {} } x.await;", &["g"]);
    held("let g = a(); c && { drop(g); true }; x.await;", &["g"]);
    held("let g = if c { a() } else { b() }; x.await;", &["g"]);
    held("let g = a(); let h = if c { Some(g) } else { drop(g); None }; x.await;", &["h"]);
}

#[test]
fn paths_that_end() {
    held("let g = a(); if c { panic!() } else { drop(g) } x.await;", &[]);
    held("let g = a(); if c { drop(g) } else { unreachable!() } x.await;", &[]);
    held("let g = a(); if c { drop(g) } else { std::process::exit(1) } x.await;", &[]);
    held("let g = a(); if c { drop(g) } else { loop {} } x.await;", &[]);
    held("let g = a(); if c { drop(g) } else { todo!() } x.await;", &[]);
    held("let g = a(); todo!(); x.await;", &[]);
    held("let g = a(); b()?; x.await;", &["g"]);
    held("let g = a(); drop(g); b()?; x.await;", &[]);
}

#[test]
fn loops() {
    held("loop { x.await; let g = a(); }", &[]);
    held("let mut g = None; loop { x.await; g = Some(a()); }", &["g"]);
    held("let g = a(); loop { x.await; break; }", &["g"]);
    held("let g = a(); loop { drop(g); break; } x.await;", &[]);
    held("loop { let g = a(); if c { continue; } x.await; }", &["g"]);
    held("loop { let g = a(); break; } x.await;", &[]);
    held("let g = a(); loop { if c { break; } drop(g); return; } x.await;", &["g"]);
    held("'a: loop { let g = a(); loop { break 'a; } } x.await;", &[]);
    held("let g = a(); 'a: loop { loop { drop(g); break 'a; } } x.await;", &[]);
    held("let g = a(); 'a: { if c { break 'a; } drop(g); return; } x.await;", &["g"]);
    held("let g = a(); 'a: { drop(g); if c { break 'a; } } x.await;", &[]);
    held("while c() { let g = a(); } x.await;", &[]);
    held("for i in a() { x.await; }", &["i"]);
    held("for i in 0..n { let g = a(); drop(g); x.await; }", &["i"]);
    held("let g = a(); for i in b { drop(g); return; } x.await;", &["g"]);
    held("let mut g; loop { g = a(); if c { break; } drop(g); x.await; } y.await;", &["g"]);
}

#[test]
fn patterns() {
    held("let (g, h) = a(); x.await;", &["g", "h"]);
    held("let (_, h) = a(); x.await;", &["h"]);
    held("let (g, h) = a(); drop(g); x.await;", &["h"]);
    held("let S { g, h: i, .. } = a(); x.await;", &["g", "i"]);
    held("let [g, ..] = a(); x.await;", &["g"]);
    held("let w @ Some(_) = a() else { return }; x.await;", &["w"]);
    held("let Some(g) = a() else { return }; x.await;", &["g"]);
    held("let Some(g) = a() else { x.await; return };", &[]);
    held("let p = a(); let (g, h) = p; drop((g, h)); x.await;", &["p if whole"]);
    held("let p = a(); let (ref g, ref h) = p; x.await;", &["p"]);
    held("match a() { A(g) | B(g) => x.await, C => {} }", &["g"]);
    held("match a() { g if b(&g) => x.await, _ => {} }", &["g"]);
    held("let g = a(); match b { _ if x.await => {} _ => {} }", &["g"]);
}

#[test]
fn matched_values() {
    held("match m.lock() { Ok(g) => { drop(g); x.await } Err(_) => x.await }", &[]);
    held("match m.lock() { Ok(_) => x.await, Err(_) => {} }", &["m.lock()"]);
    held("if let Ok(g) = m.lock() { x.await }", &["g"]);
    held("if let Ok(mut g) = m.lock() { *g += 1; drop(g); x.await }", &[]);
    held("if let Ok(_) = m.lock() { x.await }", &["m.lock()"]);
    held("if let Ok(g) = m.lock() { } x.await;", &[]);
    held("if let Ok(g) = m.lock() { } else { x.await }", &[]);
    held("let o = a(); if let Some(g) = o { drop(g) } else { x.await }", &[]);
    held("let o = a(); if let Some(g) = o { } x.await;", &[]);
    held("let o = a(); match o { Some(g) => drop(g), None => x.await }", &[]);
    held("let o = a(); match o { Some(_) => x.await, None => {} }", &["o"]);
    held("if let Some(g) = a() && b(&g) { x.await }", &["g"]);
    held("if let Some(g) = a() && x.await { }", &["g"]);
    held("while let Some(g) = a() { x.await }", &["g"]);
    held("while let Ok(g) = a() { drop(g); x.await }", &[]);
}

#[test]
fn temporaries() {
    held("match m.lock().unwrap().kind { 1 => x.await, _ => {} }", &["m.lock().unwrap()"]);
    held(
        "if let Some(_) = q.lock().unwrap().get() { x.await }",
        &["q.lock().unwrap()", "q.lock().unwrap().get()"],
    );
    held("while let Some(1) = q.lock().unwrap().n { x.await }", &["q.lock().unwrap()"]);
    held("for 1 in q.lock().unwrap().iter() { x.await }", &["q.lock().unwrap()"]);
    held("if m.lock().unwrap().on { x.await }", &[]);
    held("while m.lock().unwrap().on { x.await }", &[]);
    held("b(&m.lock().unwrap()).await", &["m.lock().unwrap()"]);
    held("b(*m.lock().unwrap()).await", &["m.lock().unwrap()"]);
    held("b(m.lock().unwrap()).await", &["m.lock().unwrap()"]);
    held("b(m.lock().unwrap().n).await", &["m.lock().unwrap()"]);
    held("b(m.lock().unwrap().n, x.await);", &["m.lock().unwrap()"]);
    held("b(x.await, m.lock().unwrap().n);", &[]);
    held("m.lock().unwrap().push(x.await);", &["m.lock().unwrap()"]);
    held("m.lock().unwrap().n = x.await;", &[]);
    held("*m.lock().unwrap() += x.await;", &[]);
    held("*m.lock().unwrap() + x.await", &["m.lock().unwrap()"]);
    held("m.lock().unwrap().on && x.await", &[]);
    held("let n = m.lock().unwrap().n; x.await;", &["n"]);
    held("let n = &m.lock().unwrap(); x.await;", &["m.lock().unwrap()"]);
    held("let n = &*m.lock().unwrap(); x.await;", &["m.lock().unwrap()"]);
    held("let n = &m.lock().unwrap().n; x.await;", &["m.lock().unwrap()"]);
    held("{ let n = &m.lock().unwrap(); } x.await;", &[]);
    held("S { a: m.lock().unwrap().n, b: x.await };", &["m.lock().unwrap()"]);
    held("let _ = m.lock().unwrap().b(x.await);", &["m.lock().unwrap()"]);
}

#[test]
fn moved_into_what_is_awaited() {
    held("let g = a(); b(g).await;", &["g"]);
    held("let g = a(); b.c(g).await; x.await;", &["g"]);
    held("let g = a(); timeout(d, b(g)).await;", &["g"]);
    held("let g = a(); b(c(g)).await;", &["c(g)"]);
    held("let f = a(); f.await;", &[]);
    held("let g = a(); drop(g); b(1).await;", &[]);
}

#[test]
fn on_conditions() {
    held("let g = a(); g.commit(); x.await;", &["g if transparent"]);
    held("let g = a(); g.unwrap(); x.await;", &["g if transparent"]);
    held("let g = a(); g.into_inner(); x.await;", &[]);
    held("let g = a(); g.finish(); drop(g); x.await;", &[]);
    held("let g = a(); { let h = b(); h.commit(); } x.await;", &["g"]);
    held("{ let h = b(); h.commit(); } x.await;", &[]);
    held("loop { let h = b(); h.commit(); if c { break; } } x.await;", &[]);
    held("let h = b(); loop { h.commit(); if c { break; } } x.await;", &["h if transparent"]);
    held("let h = b(); h.commit(); loop { break; } x.await;", &["h if transparent"]);
    held("let g = a(); if c { g.commit(); } x.await;", &["g"]);
    held("if let Some(_) = m.lock().n { } else { x.await }", &["m.lock() before 2024"]);
    held("if let Some(_) = m.lock().get() { } else { x.await }", &["m.lock() before 2024"]);
    held("if let Some(_) = m.lock().n { y.await } else { x.await }", &["m.lock()"]);
    held(
        "if let Some(_) = m.lock().n { } else { loop { break } x.await }",
        &["m.lock() before 2024"],
    );
    held("if let Some(_) = m.lock().n { } else { } x.await", &[]);
    held("while let Some(_) = m.lock().n { } x.await", &[]);
}

#[test]
fn used_again() {
    held("let g = a(); g.b(); x.await; g.c();", &["g"]);
    held("let g = a(); g.b(); x.await; drop(g);", &["g"]);
    held("let g = a(); g.b()?; x.await;", &["g if known"]);
    held("let g = a(); g.push(1); x.await;", &["g"]);
    held("let n = g.b(); x.await;", &["n"]);
    held("let g = a(); g.b(); x.await; let f = || g.c();", &["g"]);
    held("let g = a(); loop { g.b(); x.await; }", &["g"]);
    held("let g = a(); g.commit(); x.await; g.b();", &["g"]);
    held("let mut g = a(); g.b(); x.await; g = a();", &["g if known"]);
    held("let g = a(); g.b(); { let g = a(); drop(g); } x.await;", &["g if known"]);
    held("let g = a(); mine!(g); x.await; g.b();", &["g"]);
    held("let s = S { g: a() }; s.b(); x.await;", &["s if known"]);
    held("let s = S { g: a() }; s.b(); x.await; s.c();", &["a()", "s"]);
}

#[test]
fn calls_that_may_not_return() {
    held("let g = a(); if c { drop(g) } else { b() } x.await;", &["g if they return"]);
    held("let g = a(); if c { drop(g) } else { b(); } x.await;", &["g if they return"]);
    held("let g = a(); if c { b(); } x.await;", &["g"]);
    held("let g = a(); if c { drop(g); b() } x.await;", &["g"]);
    held("let g = a(); match c { 1 => drop(g), _ => self.b(c) } x.await;", &["g if they return"]);
    held("let g = a(); match c { 1 => b(), _ => c() } x.await;", &["g"]);
    held("let g = a(); if c { drop(g) } else { b(d()) } x.await;", &["g"]);
}

#[test]
fn captured_in_part() {
    held("let g = a(); spawn(async move { b(g.n); x.await });", &["g if transparent"]);
    held("let g = a(); spawn(async move { b(g.n.len()); x.await });", &["g if transparent"]);
    held("let g = a(); spawn(async move { b(g.n, &g); x.await });", &["g if whole"]);
    held("let g = a(); spawn(async move { b(g.n); }); x.await", &[]);
    held("let g = a(); b(g.n); x.await", &["g if whole"]);
}

#[test]
fn parts() {
    held("let t = a(); let g = t.0; x.await;", &["t if whole", "g"]);
    held("let t = a(); let g = t.0; drop(t); x.await;", &["g"]);
    held("let t = a(); b(t.0).await; x.await;", &["t"]);
    held("let t = a(); let n = t.0.len(); x.await;", &["t"]);
    held("let t = a(); let (_, n) = t; x.await;", &["n", "t if whole"]);
    held("let w = W(a()); x.await;", &["a()", "w"]);
    held("let w = W(a()); drop(w); x.await;", &[]);
    held("let s = S { g: a() }; x.await;", &["a()", "s"]);
}

/// What stands in a macro is not found by its place, and spelled as nothing.
#[test]
fn temporaries_in_macros() {
    held("b(vec![*m.lock()]).await;", &[""]);
    held("println!(\"{} {}\", m.lock().n, x.await);", &[""]);
    held("println!(\"{}\", m.lock().n); x.await;", &[]);
    held("b(format!(\"{}\", m.lock().n)).await;", &[]);
    held("let s = S { g: a() }; let g = s.g; drop(g); x.await;", &["a() if whole", "s if whole"]);
}

#[test]
fn by_what_methods_do() {
    held("let e = a(); e.insert(1); x.await;", &["e if kept"]);
    held("let e = a(); e.insert(1); e.push(1); x.await;", &["e"]);
    held("let e = a(); e.insert(1); drop(e); x.await;", &[]);
    held("let f = a(); let c = move || drop(f); c(); x.await;", &[]);
    held("let f = a(); let c = move || f.b(); c(); x.await;", &["f"]);
    held("m.iter().count().b(x.await);", &["m.iter().count()"]);
}

#[test]
fn emptiness() {
    held("let o = a(); if o.is_none() { x.await }", &[]);
    held("let o = a(); if !o.is_none() { x.await }", &["o"]);
    held("let o = a(); if o.is_some() { } else { x.await }", &[]);
    held("let o = a(); if let Some(_) = &o { } else { x.await }", &[]);
    held("let o = a(); match &o { Some(_) => x.await, None => {} }", &["o"]);
    held("match a() { Some(g) => {} _ => x.await }", &[]);
    held("match a() { Some(1) => {} _ => x.await }", &["a()"]);
    held("let (o, g) = (None, a()); x.await;", &["g"]);
    held("let v = a(); while let Some(g) = v.pop() {} x.await;", &[]);
    held("let v = a(); v.truncate(0); x.await;", &[]);
    held("let mut o = a(); drop(replace(&mut o, None)); x.await;", &[]);
    held("let g = a(); _ = g; x.await;", &["g"]);
    held("let ref g = a(); x.await;", &["a()"]);
    held("let g = (&a(), 1); x.await;", &["a()"]);
    held("let g = a(); if c { drop(g) } else { die() } x.await;", &[]);
    held("let g = a(); if c { drop(g) } else { Err(1)? } x.await;", &[]);
}

#[test]
fn operands() {
    held("let e = a(); e.or_insert(x.await);", &["e"]);
    held("let e = a(); e.or_insert(b); x.await;", &["e if transparent"]);
    held("m.entry(k).or_insert(x.await);", &["m.entry(k)"]);
    held("m.entry(k).or_insert_with(|| 1); x.await;", &[]);
    held("let g = a(); b(g, x.await);", &["g"]);
    held("let g = a(); b(x.await, g);", &["g"]);
    held("let g = a(); b(x.await, drop(g));", &["g"]);
    held("let g = a(); b(drop(g), x.await);", &[]);
    held("let g = a(); b(c(g), x.await);", &["c(g)"]);
    held("let g = a(); b.c(g, x.await);", &["g"]);
    held("let g = a(); b(g, 1); x.await;", &[]);
    held("let g = a(); b(Some(g), x.await);", &["g"]);
    held("let g = a(); b(Some(g)).await;", &["g"]);
    held("let g = a(); let t = (g, x.await); drop(t); y.await;", &["g"]);
    held("let g = a(); let t = [g, x.await]; drop(t); y.await;", &["g"]);
    held("let g = a(); let s = S { g, n: x.await }; drop(s);", &["g"]);
    held("let g = a(); b((g, 1), x.await);", &["g"]);
    held("let g = a(); let v = vec![g, x.await]; drop(v);", &["g"]);
    held("let g = a(); g + x.await;", &["g"]);
    held("let g = a(); b(g, return); x.await;", &[]);
    held("b(m.lock().unwrap(), x.await);", &["m.lock().unwrap()"]);
    held("b(m.lock().unwrap(), 1); x.await;", &[]);
    held("b(lock(&m), x.await);", &["lock(&m)"]);
    held("let g = a(); let s = S { g }; b(s, x.await);", &["g", "s"]);
    held("let r = a(); r.unwrap().await;", &["r if transparent"]);
    held("let r = a(); r.unwrap_or(x.await).await;", &["r"]);
    held("let mut g = a(); g = b(g, 1); x.await;", &["g"]);
}

#[test]
fn macros() {
    held("let g = a(); select! { _ = x => {} }", &["g"]);
    held("let g = a(); drop(g); select! { _ = x => {} }", &[]);
    held("select! { v = x => { let g = a(); y.await } }", &["v", "g"]);
    held("let g = a(); select! { _ = x => drop(g), _ = y => drop(g) } z.await;", &["g"]);
    held("let g = a(); tokio::join!(x, y);", &["g"]);
    held("let g = a(); try_join!(x, y)?;", &["g"]);
    held("let g = a(); join!(b(g), y); z.await;", &["g"]);
    held("let g = a(); println!(\"{}\", x.await);", &["g"]);
    held("let g = a(); println!(\"{}\", g); drop(g); x.await;", &[]);
    held("let g = a(); assert!(b(g)); x.await;", &[]);
    held("let v = vec![g]; x.await;", &["v"]);
    held("let g = a(); let v = vec![g]; drop(v); x.await;", &[]);
    held("let g = a(); mine!(x.await);", &["g"]);
    held("let g = a(); mine!(x);", &[]);
    held("let g = a(); mine!(g); x.await;", &[]);
    held("let g = a(); futures::select! { _ = x => {} }", &["g"]);
    held("let g = a(); info!(\"{}\", g.n); x.await;", &["g"]);
}

#[test]
fn nested_bodies() {
    held("let g = a(); let f = async { x.await };", &[]);
    held("let g = a(); let f = async { g.b(); x.await };", &["g if known"]);
    held("let g = a(); let f = async move { g.b(); x.await };", &["g if known"]);
    held("let g = a(); let f = async move { drop(g); x.await };", &[]);
    held("let g = a(); spawn(async move { drop(g); }); x.await;", &[]);
    held("let g = a(); let f = move || g.b(); x.await;", &["g"]);
    held("let g = a(); let f = move || g.b(); drop(f); x.await;", &[]);
    held("let g = a(); let f = || drop(g); f(); x.await;", &[]);
    held("let g = a(); let f = || g.b(); drop(f); drop(g); x.await;", &[]);
    held("let f = async { let g = m.lock(); x.await };", &["g"]);
    held("let f = async { let g = rx.recv(); x.await };", &[]);
    held("let f = async move { let g = a(); x.await };", &["g"]);
    held("let f = async { let g = a(); drop(g); x.await };", &[]);
    held("let f = async |g: G| { x.await };", &["g"]);
    held("let f = async |g| { x.await };", &[]);
    held("b(|g| async move { x.await; g.c() });", &[]);
    held("b(|| { let g = a(); async { let h = b.lock(); x.await } });", &["h"]);
    held("let g = a(); let f = async { let g = b(); drop(g); x.await };", &[]);
    held("fn inner() { let g = a(); async { let h = b(); x.await }; } y.await;", &[]);
}

#[test]
fn signatures() {
    parameters("async fn f(g: G)", "x.await", &["g"]);
    parameters("async fn f(g: G)", "drop(g); x.await", &[]);
    parameters("async fn f(n: u32, s: &str, t: String)", "x.await", &[]);
    parameters("async fn f(g: &mut G)", "x.await", &["g"]);
    parameters("async fn f((g, h): (G, H))", "x.await", &["g", "h"]);
    parameters("async fn f(self)", "x.await", &["self"]);
    parameters("async fn f(self)", "drop(self); x.await", &[]);
    parameters("async fn f(&self)", "x.await", &[]);
    parameters("fn f(g: G)", "async move { let h = a(); x.await }", &["h"]);
}

#[test]
fn conditions() {
    held("#[cfg(a)] let g = a(); x.await;", &["g"]);
    held("let g = a(); #[cfg(a)] drop(g); x.await;", &[]);
    held("let g = a(); #[cfg(a)] return; x.await;", &["g"]);
    held("#[cfg(a)] { let g = a(); x.await; }", &["g"]);
}

#[test]
fn made_of_a_guard() {
    held("let g = a(); let s = S::new(g); x.await;", &["s", "g if stored"]);
    held("let s = S::new(m.lock()); x.await;", &["s", "m.lock() if stored"]);
    held("let s = S::new(m.lock()); drop(s); x.await;", &[]);
    held("let s = S::new(m.lock()); let n = s.n; x.await;", &["s if whole", "n"]);
    held("let g = a(); y.await; let s = S::new(g); x.await;", &["g", "s"]);
    held("let s = S::new(f()); x.await;", &["s"]);
    held("let s = s::new(m.lock()); x.await;", &["s"]);
}

#[test]
fn arms_of_select_of_futures() {
    held(
        "futures::select! { n = a => { let g = m.lock(); x.await } complete => y.await }",
        &["n", "g"],
    );
    held("select_biased! { _ = a => drop(g), default => { let g = m.lock(); } }", &[]);
    held("let g = m.lock(); futures::select! { _ = a => {}, complete => break }", &["g"]);
}
