0, 1, 42, 1_000, 0x1F, 0XfF, 0o17, 0O17, 0b101, 0B1_0, 00, 0_0
9007199254740991, 9007199254740992, 9007199254740993, 123456789012345678901234567890
0xFFFFFFFFFFFFFFFFFF
1.0, 1., .5, 1e3, 1E-3, 1.5e+10, 1_0.0_1, 1e400, 0.1, 00.5, 1e-3, 1_0e1_0
2j, 2.5J, 1e2j, 0j, .5j
-1, +1, ~1
"", '', "a", 'a'
"it's", 'say "hi"'
"\n\t\\\'\"\a\b\f\r\v\0\1\12\123\x41\u00e9\U0001F600\q\
continued"
r"\n", R'\'', r"\\", r'''\\''', r"a\\", r'\\\\', '\\'
b"bytes", b'\x00\xff\377\u0041', rb"\x", Br'\\', B"\
x"
u"text", U'text'
"""triple "quoted" ' text
over lines \
and \x41"""
'''a'''
"""\""""
"a" "b" 'c'
("a"
 "b"  # comment
 r"\c")
b"a" b"b"
"é" "ü" "😀", "😀😀", x
f"", f"a", f'', F"x"
f"{a}", f"{a!r}", f"{a!s:>10}", f"{a:.3f}", f"{a:{width}}", f"{a:{w}.{p}f}"
f"a{b}c{d}e"
f"{{", f"}}", f"{{}}", f"{{{a}}}", f"a{{b}}c"
f"{a=}", f"{a = }", f"{a=!s}", f"{a=:>5}", f"{ a + b = }"
f"{a + b}", f"{a.b[0](c)}", f"{a if b else c}", f"{(lambda x: x)(1)}", f"{ {'a': 1}['a'] }"
f"{a['b']}", f'{a["b"]}', f"{a!r:{b!s}}"
f"{a,}", f"{a, b}", f"{*a, b}"
f"{x:=10}", f"{(x:=10)}", f"{x != y}", f"{x == y}"
f"""{
a
}"""
f"\n{a}\t\x41", rf"\n{a}\d", fr'\{a}', f"\\{a}"
"a" f"{b}" "c" "d" f"e{f}"
"a" f"b"
f"{f'{a}'}"
f"{a:%Y-%m-%d}", f"{a:{'>'}10}", f"{3:{'}'}>10}"
"%s" % a, "{}".format(a)
True, False, None, ...
x = """
""" + '''
'''
naïve = ﬁne = 1
s = "tab	inside"
