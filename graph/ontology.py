"""temporary"""
from functools import cache
P="Park Company Organization Cluster Project Facility".split()
D={"locatedIn":(P,["Region","Park"]),"partOf":(["Region","Project","Park"],)*2,"leads":("Company Project Park Facility".split(),["Cluster","Industry"]),
"targets":(["Region","Park"],"Cluster Industry Park Positioning".split()),"undertakes":("Company Organization Region".split(),["Project"]),"inIndustry":("Company Project Park Cluster".split(),["Industry"]),
"implements":(["Region"],["Strategy"]),"cooperatesWith":("Region Company Organization".split(),)*2}
A={"status":["Project","Park"],"investment":["Project","Park"],"capacity":["Project"],"area":["Park","Project"],"scale":["Cluster","Industry"],"level":P+["Industry","Positioning"]}
class O:
    relations=tuple(D); attributes=tuple(A)
    def domain(self,p): return frozenset(D[p][0] if p in D else A[p])
    def range(self,p): return frozenset(D[p][1])
@cache
def ontology(): return O()
